"""The peer of run.py: a dense layer of Python torch on a million columns, in several forms."""

import math
import sys
import time

import numpy
import torch

from byhand import DECAY, RATE, HalfProduct, InPlace, Slices, scaled

LARGEST = 1e30  # norm of a gradient: it is taken, and nothing clipped
WHOLE = "plain stock foreach autocast inplace inplace-transposed sliced sliced-transposed".split()
HALF = "sliced-transposed-bfloat16"
FUSED = {  # bfloat16 products, one moment a column, columns of a slice
    "fused-sliced-transposed": (False, False, 512),
    "fused-sliced-transposed-bfloat16": (True, False, 512),
    "row-wise": (False, True, 1024),
    "row-wise-bfloat16": (True, True, 1024),
}
SPARSE = ["adagrad", "sparse-adam"]


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


class Model(torch.nn.Module):
    def __init__(self, columns, width, transposed, half=False):
        super().__init__()
        weight = torch.empty(columns, width) if transposed else torch.empty(width, columns)
        torch.nn.init.uniform_(weight, -1 / math.sqrt(columns), 1 / math.sqrt(columns))
        self.weight = torch.nn.Parameter(weight)
        self.bias = torch.nn.Parameter(torch.zeros(width))
        self.head = torch.nn.Linear(width, 1)
        self.transposed = transposed
        self.half = half

    def forward(self, x):
        if self.half:
            hidden = HalfProduct.apply(x, self.weight) + self.bias
        elif self.transposed:
            hidden = torch.addmm(self.bias, x, self.weight)
        else:
            hidden = torch.nn.functional.linear(x, self.weight, self.bias)
        return self.head(torch.nn.functional.gelu(hidden)).squeeze(1)


def dense(form, rows, columns, width, batch, file):
    cells = genotypes(file, rows, columns)
    model = Model(columns, width, "transposed" in form, form == HALF)
    if form == "plain":
        cells = cells.float()  # what a tutorial does
        optimiser = torch.optim.AdamW(model.parameters(), lr=RATE, weight_decay=DECAY)
    elif form in ("foreach", "autocast"):
        optimiser = torch.optim.AdamW(model.parameters(), lr=RATE, weight_decay=DECAY, foreach=True)
    elif form == "stock":
        optimiser = torch.optim.AdamW(model.parameters(), lr=RATE, weight_decay=DECAY, foreach=False)
    else:
        rows_of_slice = 0 if form.startswith("inplace") else 1024 if model.transposed else 1
        optimiser = InPlace(list(model.parameters()), rows_of_slice)

    def step():
        chosen = torch.randint(0, rows, (batch,))
        x = scaled(cells[chosen])
        if form == HALF:
            x = x.bfloat16()
        model.zero_grad(set_to_none=form != "plain")
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=form == "autocast"):
            output = model(x)
        loss = ((output.float() - (chosen % 2).float()) ** 2).mean()
        loss.backward()
        if form == "plain":
            torch.nn.utils.clip_grad_norm_(model.parameters(), LARGEST)
        optimiser.step()
        return loss.item()

    return step


def fused(form, threads, rows, columns, width, batch, file):
    cells = genotypes(file, rows, columns)
    model = Model(columns, width, True)
    slices = Slices(model.weight.data, threads, *FUSED[form])
    small = [model.bias, *model.head.parameters()]
    optimiser = InPlace(small, 0)

    def step():
        chosen = torch.randint(0, rows, (batch,))
        mine = cells[chosen]
        model.zero_grad(set_to_none=True)
        hidden = slices.forward(mine).requires_grad_()
        output = model.head(torch.nn.functional.gelu(hidden + model.bias)).squeeze(1)
        loss = ((output - (chosen % 2).float()) ** 2).mean()
        loss.backward()
        with torch.no_grad():
            squares = slices.squares(hidden.grad) + sum(p.grad.square().sum() for p in small)
            scale = min(1.0, LARGEST / math.sqrt(max(squares.item(), 1e-30)))
            if scale < 1:
                for gradient in (hidden.grad, *(p.grad for p in small)):
                    gradient.mul_(scale)
        slices.update(mine, hidden.grad)
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


def main():
    form = sys.argv[1]
    threads, rows, columns, width, batch = map(int, sys.argv[2:7])
    torch.set_num_threads(threads)
    torch.manual_seed(3)
    if form in SPARSE:
        step = sparse(form, rows, columns, width, batch, int(sys.argv[7].split(":")[1]))
    elif form in FUSED:
        step = fused(form, threads, rows, columns, width, batch, sys.argv[7])
    elif form in (*WHOLE, HALF):
        step = dense(form, rows, columns, width, batch, sys.argv[7])
    else:
        raise SystemExit(f"{form}: one of {', '.join([*WHOLE, HALF, *FUSED, *SPARSE])}")
    print("ready", flush=True)
    for line in sys.stdin:
        times = []
        loss = 0
        for _ in range(int(line.split()[1])):
            started = time.perf_counter()
            loss = step()
            times.append(time.perf_counter() - started)
        print("steps", *[f"{t:.6f}" for t in times], "loss", loss, flush=True)


main()
