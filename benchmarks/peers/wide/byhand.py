"""A wide layer of Python torch written by hand, a slice of columns at a time, as we would write ours in it."""

import concurrent.futures
import math

import torch

RATE, DECAY, BETA1, BETA2, EPSILON = 1e-3, 0.01, 0.9, 0.999, 1e-8


def scaled(cells):
    """What is multiplied: cells are 0, 1 or 2."""
    return cells.float().sub_(1).mul_(1.2)


class Corrections:
    """Of the moments for their start, and the decay."""

    def __init__(self, number):
        self.one = 1 - BETA1**number
        self.two = 1 - BETA2**number


def adamw(value, gradient, first, second, scratch, corrections):
    """In place; the correction of the second moment is taken into ε and the rate, which saves a pass."""
    root = math.sqrt(corrections.two)
    value.mul_(1 - RATE * DECAY)
    first.lerp_(gradient, 1 - BETA1)
    second.mul_(BETA2).addcmul_(gradient, gradient, value=1 - BETA2)
    torch.sqrt(second, out=scratch).add_(EPSILON * root)
    value.addcdiv_(first, scratch, value=-RATE * root / corrections.one)


class InPlace:
    """AdamW in place, a slice of rows at a time, so that a slice stays in the cache; 0: all rows."""

    def __init__(self, parameters, rows):
        self.states = [(p, torch.zeros_like(p), torch.zeros_like(p)) for p in parameters]
        self.rows = rows
        self.scratch = {}
        self.number = 0

    @torch.no_grad()
    def step(self):
        self.number += 1
        corrections = Corrections(self.number)
        for parameter, first, second in self.states:
            size = parameter.size(0)
            rows = self.rows or size
            for start in range(0, size, rows):
                part = slice(start, min(size, start + rows))
                value = parameter[part]
                shape = tuple(value.shape)
                if shape not in self.scratch:
                    self.scratch[shape] = torch.empty_like(value)
                adamw(value, parameter.grad[part], first[part], second[part], self.scratch[shape], corrections)


class HalfProduct(torch.autograd.Function):
    """x times weight, both products in bfloat16, a slice of the float32 weights rounded at a time."""

    ROWS = 4096

    @staticmethod
    def forward(context, x, weight):
        context.save_for_backward(x, weight)
        total = torch.zeros(x.size(0), weight.size(1))
        for start in range(0, weight.size(0), HalfProduct.ROWS):
            part = slice(start, start + HalfProduct.ROWS)
            total += torch.mm(x[:, part], weight[part].bfloat16())
        return total

    @staticmethod
    def backward(context, delta):
        x, weight = context.saved_tensors
        gradient = torch.empty_like(weight)
        half = delta.bfloat16()
        for start in range(0, weight.size(0), HalfProduct.ROWS):
            part = slice(start, start + HalfProduct.ROWS)
            gradient[part] = torch.mm(x[:, part].t(), half)
        return None, gradient


class Slices:
    """
    [columns, width]: forward, gradient and update of a slice at once, so that the gradient of all columns
    never exists. Threads of Python take slices (torch lets go of the interpreter's lock), each with one of
    torch's threads.
    """

    def __init__(self, weight, threads, half, row_wise, rows):
        self.weight = weight
        self.half = half
        self.row_wise = row_wise
        self.rows = rows
        self.number = 0
        columns = weight.size(0)
        self.second = torch.zeros(columns) if row_wise else torch.zeros_like(weight)
        self.first = None if row_wise else torch.zeros_like(weight)
        self.shares = [range(t * rows, columns, threads * rows) for t in range(threads)]
        self.scratch = [torch.empty(2, rows, weight.size(1)) for _ in range(threads)]
        self.pool = concurrent.futures.ThreadPoolExecutor(threads, initializer=torch.set_num_threads, initargs=[1])

    def part(self, start):
        return slice(start, min(self.weight.size(0), start + self.rows))

    def together(self, task):
        """What each thread's task returns; it is given its slices and its scratch tensors."""
        return [each.result() for each in [self.pool.submit(task, *own) for own in zip(self.shares, self.scratch)]]

    def forward(self, cells):
        """[batch, columns] times the weights; keeps what the norm needs of the columns."""

        def task(share, scratch):
            with torch.no_grad():
                total = torch.zeros(cells.size(0), self.weight.size(1))
                likeness = torch.zeros(cells.size(0), cells.size(0))
                for start in share:
                    part = self.part(start)
                    x = scaled(cells[:, part])
                    if self.half:
                        x = x.bfloat16()
                        total += torch.mm(x, self.weight[part].bfloat16())
                        likeness += torch.mm(x, x.t())
                    else:
                        total.addmm_(x, self.weight[part])
                        likeness.addmm_(x, x.t())
                return total, likeness

        totals, likenesses = zip(*self.together(task))
        self.likeness = sum(likenesses)
        return sum(totals)

    def squares(self, delta):
        """The squared norm of the gradient, which is nowhere as a whole: ‖xᵀδ‖² = Σ (xxᵀ) ∘ (δδᵀ)."""
        return (self.likeness * torch.mm(delta, delta.t())).sum()

    def update(self, cells, delta):
        """Of the gradient of the outputs, [batch, width]."""
        self.number += 1
        corrections = Corrections(self.number)
        outer = torch.mm(delta, delta.t()) / self.weight.size(1)
        half = delta.bfloat16()

        def task(share, scratch):
            with torch.no_grad():
                for start in share:
                    part = self.part(start)
                    x = scaled(cells[:, part])
                    if self.row_wise:
                        self.by_rows(part, x, outer, half if self.half else delta, corrections)
                        continue
                    count = part.stop - start
                    gradient = scratch[0, :count]
                    if self.half:
                        gradient.copy_(torch.mm(x.bfloat16().t(), half))
                    else:
                        torch.mm(x.t(), delta, out=gradient)
                    adamw(self.weight[part], gradient, self.first[part], self.second[part], scratch[1, :count],
                          corrections)

        self.together(task)

    def by_rows(self, part, x, outer, delta, corrections):
        """One second moment a column, found without the gradient, which is one product then: what ours does."""
        second = self.second[part]
        second.mul_(BETA2).add_(torch.mm(outer, x).mul_(x).sum(0), alpha=1 - BETA2)
        x.mul_(second.div(corrections.two).sqrt_().add_(EPSILON).reciprocal_().mul_(-RATE))
        weights = self.weight[part]
        if self.half:
            weights.mul_(1 - RATE * DECAY).add_(torch.mm(x.bfloat16().t(), delta).float())
        else:
            weights.addmm_(x.t(), delta, beta=1 - RATE * DECAY)
