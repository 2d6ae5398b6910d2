#!/usr/bin/env python3
"""Makes the network fits of a comparison once more in Python torch, one after another, and times them.

    fits.py RUN_FOLDER

Reads from log.jsonl which networks were trained for how many epochs, and makes as many epochs of
the same architecture on rows of the same number and width: encoder mlp (linear, layer norm, GELU,
dropout), projection, fusion, head, Cox loss over the whole batch, clipping, AdamW, cosine, and one
evaluation of held-out rows an epoch. Values are random: no step takes longer or shorter for them.
"""

import collections
import json
import math
import sys
import time

import torch
from torch import nn

# prepared columns and subjects of each modality (interfuse check), training rows of a member
WIDTHS = {"clinical": 5, "rna": 198, "mirna": 200, "protein": 33, "copy-number": 198}
SHARE = {"clinical": 92, "rna": 79, "mirna": 80, "protein": 46, "copy-number": 90}
SUBJECTS, HIDDEN, WIDTH, DROPOUT = 92, 64, 32, 0.2
FOLDS, MEMBERS = 5, 5


class Branch(nn.Module):
    def __init__(self, columns):
        super().__init__()
        self.encoder = nn.Sequential(
            nn.Linear(columns, HIDDEN), nn.LayerNorm(HIDDEN), nn.GELU(), nn.Dropout(DROPOUT)
        )
        self.projection = nn.Linear(HIDDEN, WIDTH)

    def forward(self, x):
        return self.projection(self.encoder(x))


class Network(nn.Module):
    """kind: one (a single modality, or all merged), concat, mean or gated."""

    def __init__(self, kind, columns):
        super().__init__()
        self.kind, count = kind, len(columns)
        self.branches = nn.ModuleList(Branch(p) for p in columns)
        if kind == "concat":
            self.absent = nn.Parameter(torch.randn(count, WIDTH) * 0.02)
            self.linear = nn.Linear(count * WIDTH, WIDTH)
        if kind == "gated":
            self.values = nn.ModuleList(nn.Linear(WIDTH, WIDTH) for _ in columns)
            self.absent = nn.Parameter(torch.randn(count, WIDTH) * 0.02)
            self.gates = nn.ModuleList(nn.Linear(count * WIDTH, WIDTH) for _ in columns)
        self.head = nn.Sequential(
            nn.Linear(WIDTH, HIDDEN), nn.GELU(), nn.Dropout(DROPOUT), nn.Linear(HIDDEN, 1, bias=False)
        )

    def forward(self, inputs, rows, presence):
        size = presence.shape[0]
        slots = []
        for branch, x, places in zip(self.branches, inputs, rows):
            h = branch(x)
            slots.append(h if self.kind == "one" else torch.zeros(size, WIDTH).index_copy(0, places, h))
        if self.kind == "one":
            fused = slots[0]
        elif self.kind == "mean":
            fused = sum(slots) / presence.sum(1, keepdim=True)
        else:
            filled = [
                torch.where(presence[:, m : m + 1] > 0, h, self.absent[m])
                for m, h in enumerate(slots)
            ]
            joined = torch.cat(filled, 1)
            if self.kind == "concat":
                fused = self.linear(joined)
            else:
                fused = sum(
                    torch.sigmoid(gate(joined)) * torch.tanh(value(h)) * presence[:, m : m + 1]
                    for m, (gate, value, h) in enumerate(zip(self.gates, self.values, slots))
                )
        return self.head(fused).squeeze(1)


def cox(risk, events):
    """Breslow; rows in descending order of time."""
    return -(risk - torch.logcumsumexp(risk, 0))[events].sum() / events.sum()


def batch(columns, subjects, merged):
    inputs, rows = [], []
    presence = torch.zeros(subjects, len(columns))
    for m, (name, p) in enumerate(columns):
        n = subjects if merged or len(columns) == 1 else max(2, subjects * SHARE[name] // SUBJECTS)
        places = torch.randperm(subjects)[:n].sort().values
        presence[places, m] = 1
        inputs.append(torch.randn(n, p))
        rows.append(places)
    presence[presence.sum(1) == 0, 0] = 1
    events = torch.rand(subjects) < 0.35
    events[0] = True
    return (inputs, rows, presence), events


def fit(kind, columns, epochs):
    alone = len(columns) == 1 and columns[0][0] in SHARE
    of_all = SHARE[columns[0][0]] if alone else SUBJECTS
    train = of_all * (FOLDS - 1) // FOLDS * (MEMBERS - 1) // MEMBERS
    held = of_all * (FOLDS - 1) // FOLDS // MEMBERS
    network = Network(kind, [p for _, p in columns])
    optimiser = torch.optim.AdamW(network.parameters(), lr=1e-3, weight_decay=1e-2)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min(1, (step + 1) / 10) * (1 + math.cos(math.pi * step / 200)) / 2
    )
    learned, events = batch(columns, train, kind == "one")
    judged, seen = batch(columns, held, kind == "one")
    best, least = None, math.inf
    for _ in range(epochs):
        network.train()
        loss = cox(network(*learned), events)
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(network.parameters(), 1.0).item()
        optimiser.step()
        schedule.step()
        loss.item()
        network.eval()
        with torch.no_grad():
            validation = cox(network(*judged), seen).item()
        if validation < least:
            least = validation
            best = [p.detach().clone() for p in network.parameters()]
    return best


def plan(folder):
    """(kind, columns, epochs) of every part that was trained."""
    epochs = collections.Counter()
    with open(folder + "/log.jsonl", encoding="utf-8") as file:
        for line in file:
            entry = json.loads(line)
            if entry["event"] == "epoch":
                key = [str(entry[k]) for k in ("candidate", "repeat", "fold", "seed", "part")]
                epochs[tuple(key)] += 1
    merged = sum(WIDTHS.values()) + len(WIDTHS)
    for (candidate, _, _, _, part), count in epochs.items():
        name = part.split(", ")[-1]
        if name in WIDTHS:  # a part of late
            yield "one", [(name, WIDTHS[name])], count
        elif candidate.startswith("unimodal"):
            name = candidate.split(" ", 1)[1]
            yield "one", [(name, WIDTHS[name])], count
        elif candidate == "early":
            yield "one", [("merged", merged)], count
        else:
            kind, _, gone = candidate.partition(" without ")  # a fit again for the modality's value
            yield kind, [(m, p) for m, p in WIDTHS.items() if m != gone], count


def main(folder):
    torch.manual_seed(7)
    fits = list(plan(folder))
    for kind, columns, _ in fits[:3]:
        fit(kind, columns, 5)  # warm
    started = time.perf_counter()
    for kind, columns, epochs in fits:
        fit(kind, columns, epochs)
    seconds = time.perf_counter() - started
    total = sum(epochs for _, _, epochs in fits)
    print(
        f"torch {torch.__version__}, {torch.get_num_threads()} threads: {len(fits)} networks,"
        f" {total} epochs, {seconds:.1f} s, {total / seconds:.0f} epochs/s;"
        f" CPU {time.process_time():.1f} s"
    )


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
