"""The peer of run.py: a dense layer of Python torch on a million columns, in several forms."""

import math
import sys
import time

import numpy
import torch

RATE, DECAY, BETA1, BETA2, EPSILON = 1e-3, 0.01, 0.9, 0.999, 1e-8


def genotypes(file, rows, columns):
    """[rows, columns] uint8: every cell one byte, in memory."""
    each = (rows + 3) // 4
    packed = numpy.memmap(file, dtype=numpy.uint8, mode="r", offset=3, shape=(columns, each))
    cells = torch.empty(rows, columns, dtype=torch.uint8)
    for start in range(0, columns, 10_000):
        part = torch.from_numpy(numpy.array(packed[start : start + 10_000]))
        for k in range(4):
            of = cells[k::4, start : start + 10_000]
            of.copy_(((part >> 2 * k) & 3)[:, : of.size(0)].t())
    return cells


class InPlace:
    """AdamW in place, a slice of rows at a time, so that a slice stays in the cache."""

    def __init__(self, parameters, rows):
        self.states = [(p, torch.zeros_like(p), torch.zeros_like(p)) for p in parameters]
        self.rows = rows
        self.scratch = {}
        self.number = 0

    @torch.no_grad()
    def step(self):
        self.number += 1
        one = 1 - BETA1**self.number
        two = math.sqrt(1 - BETA2**self.number)
        for parameter, first, second in self.states:
            size = parameter.size(0)
            rows = self.rows or size
            for start in range(0, size, rows):
                part = slice(start, min(size, start + rows))
                self.update(parameter[part], parameter.grad[part], first[part], second[part], one, two)

    def update(self, value, gradient, first, second, one, two):
        shape = tuple(value.shape)
        if shape not in self.scratch:
            self.scratch[shape] = torch.empty_like(value)
        scratch = self.scratch[shape]
        value.mul_(1 - RATE * DECAY)
        first.lerp_(gradient, 1 - BETA1)
        second.mul_(BETA2).addcmul_(gradient, gradient, value=1 - BETA2)
        torch.sqrt(second, out=scratch).div_(two).add_(EPSILON)
        value.addcdiv_(first, scratch, value=-RATE / one)


class Model(torch.nn.Module):
    def __init__(self, columns, width, transposed):
        super().__init__()
        weight = torch.empty(columns, width) if transposed else torch.empty(width, columns)
        torch.nn.init.uniform_(weight, -1 / math.sqrt(columns), 1 / math.sqrt(columns))
        self.weight = torch.nn.Parameter(weight)
        self.bias = torch.nn.Parameter(torch.zeros(width))
        self.head = torch.nn.Linear(width, 1)
        self.transposed = transposed

    def forward(self, x):
        if self.transposed:
            hidden = torch.addmm(self.bias, x, self.weight)
        else:
            hidden = torch.nn.functional.linear(x, self.weight, self.bias)
        return self.head(torch.nn.functional.gelu(hidden)).squeeze(1)


def dense(form, rows, columns, width, batch, file):
    cells = genotypes(file, rows, columns)
    model = Model(columns, width, form.endswith("transposed"))
    if form == "plain":
        cells = cells.float()  # what a tutorial does
        optimiser = torch.optim.AdamW(model.parameters(), lr=RATE, weight_decay=DECAY)
    elif form == "foreach":
        optimiser = torch.optim.AdamW(model.parameters(), lr=RATE, weight_decay=DECAY, foreach=True)
    elif form == "stock":
        optimiser = torch.optim.AdamW(model.parameters(), lr=RATE, weight_decay=DECAY, foreach=False)
    else:
        optimiser = InPlace(list(model.parameters()), 0 if form.startswith("inplace") else 1024 if form.endswith("transposed") else 1)

    def step():
        chosen = torch.randint(0, rows, (batch,))
        x = cells[chosen].float().sub_(1).mul_(1.2)
        if form == "plain":
            model.zero_grad(set_to_none=False)
        else:
            model.zero_grad(set_to_none=True)
        loss = ((model(x) - (chosen % 2).float()) ** 2).mean()
        loss.backward()
        if form == "plain":
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1e30)
        optimiser.step()
        return loss.item()

    return step


def sparse(form, rows, columns, width, batch, cells):
    bag = torch.nn.EmbeddingBag(columns, width, mode="sum", sparse=True)
    head = torch.nn.Linear(width, 1)
    small = torch.optim.AdamW(head.parameters(), lr=RATE)
    if form == "adagrad":
        large = torch.optim.Adagrad(bag.parameters(), lr=RATE)
    else:
        large = torch.optim.SparseAdam(bag.parameters(), lr=RATE)
    all_cells = torch.randint(0, columns, (rows, cells))
    offsets = torch.arange(0, batch * cells, cells)
    ones = torch.ones(batch * cells)

    def step():
        chosen = torch.randint(0, rows, (batch,))
        large.zero_grad(set_to_none=True)
        small.zero_grad(set_to_none=True)
        hidden = bag(all_cells[chosen].view(-1), offsets, per_sample_weights=ones)
        output = head(torch.nn.functional.gelu(hidden)).squeeze(1)
        loss = ((output - (chosen % 2).float()) ** 2).mean()
        loss.backward()
        large.step()
        small.step()
        return loss.item()

    return step


def peak():
    with open("/proc/self/status", encoding="ascii") as file:
        for line in file:
            if line.startswith("VmHWM"):
                return int(line.split()[1]) // 1024
    return 0


def main():
    form = sys.argv[1]
    threads, rows, columns, width, batch = map(int, sys.argv[2:7])
    torch.set_num_threads(threads)
    if form in ("adagrad", "sparse-adam"):
        step = sparse(form, rows, columns, width, batch, int(sys.argv[7].split(":")[1]))
    else:
        step = dense(form, rows, columns, width, batch, sys.argv[7])
    print("ready", flush=True)
    for line in sys.stdin:
        times = []
        loss = 0
        for _ in range(int(line.split()[1])):
            started = time.perf_counter()
            loss = step()
            times.append(time.perf_counter() - started)
        print("steps", *[f"{t:.6f}" for t in times], "loss", loss, "peak", peak(), flush=True)


main()
