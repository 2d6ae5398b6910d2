"""The Python side of run.py: ResNet-18 with group normalisation, trained on what the Java side wrote.

worker.py THREADS FORM FILE   answers "ready LOSS…"; "time MILLIS" is answered by "timed STEPS SECONDS"

Forms: plain      tensors as they are
       channels   images and weights in channels_last
"""

import os
import sys
import time

import torch
import torch.nn.functional as F
from torch import nn

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "engine"))
from worker import read  # noqa: E402

CHECKED, RATE, DECAY, CLIP, WARM_UP = 2, 1e-4, 1e-2, 1.0, 0.05
WITHOUT_END = 1_000_000


def rate(step, steps):
    import math

    rise = round(steps * WARM_UP)
    if step < rise:
        return RATE * (step + 1) / (rise + 1)
    return RATE * 0.5 * (1 + math.cos(math.pi * min(1, (step - rise) / max(1, steps - rise))))


class Net(nn.Module):
    """Parameters by the Java side's names."""

    def __init__(self, values):
        super().__init__()
        self.p = {name.split("scan.", 1)[1] if "scan." in name else name: value for name, value in values.items()}

    def norm(self, x, name):
        weight, bias = self.p[name + ".weight"], self.p[name + ".bias"]
        return F.group_norm(x, 32, weight, bias)

    def convolve(self, x, name, stride, padding):
        return F.conv2d(x, self.p[name + ".weight"], stride=stride, padding=padding)

    def block(self, x, name, stride):
        y = F.relu(self.norm(self.convolve(x, name + "convolutions.0", stride, 1), name + "norms.0"))
        y = self.norm(self.convolve(y, name + "convolutions.1", 1, 1), name + "norms.1")
        if name + "shortcut.weight" in self.p:
            x = self.norm(self.convolve(x, name + "shortcut", stride, 0), name + "shortcut.norm")
        return F.relu(y + x)

    def forward(self, x):
        x = F.relu(self.norm(self.convolve(x, "stem", 2, 3), "stem.norm"))
        x = F.max_pool2d(x, 3, 2, 1)
        for stage in range(4):
            x = self.block(x, f"stages.{stage}.0.", 1 if stage == 0 else 2)
            x = self.block(x, f"stages.{stage}.1.", 1)
        x = x.mean((2, 3))
        return F.linear(x, self.p["head.class.output.weight"], self.p["head.class.output.bias"])


class Training:
    def __init__(self, file, form):
        tensors, metadata = read(file)
        self.batch, self.form = int(metadata["batch"]), form
        self.images, self.labels = tensors["images"].to(torch.uint8), tensors["labels"]
        self.orders = [tensors[f"order.{e}"] for e in range(1, CHECKED + 1)]
        self.start = {k: v for k, v in tensors.items() if k.startswith(("decayed.", "plain."))}

    def reset(self, epochs):
        values = {}
        for name, value in self.start.items():
            kept = value.clone()
            if self.form == "channels" and kept.dim() == 4:
                kept = kept.contiguous(memory_format=torch.channels_last)
            values[name] = nn.Parameter(kept)
        self.net = Net({k.split(".", 1)[1]: v for k, v in values.items()})
        self.parameters = list(values.values())
        groups = [
            {"params": [v for k, v in values.items() if k.startswith("decayed.")], "weight_decay": DECAY},
            {"params": [v for k, v in values.items() if k.startswith("plain.")], "weight_decay": 0.0},
        ]
        self.optimiser = torch.optim.AdamW(groups, lr=RATE, foreach=True)
        self.done, self.total = 0, epochs * (len(self.labels) // self.batch)

    def epoch(self, order):
        losses = []
        for first in range(0, len(order), self.batch):
            some = order[first : first + self.batch]
            x = (self.images[some].to(torch.float32) - 120) * 0.015
            if self.form == "channels":
                x = x.contiguous(memory_format=torch.channels_last)
            loss = F.cross_entropy(self.net(x), self.labels[some])
            self.optimiser.zero_grad(set_to_none=True)
            loss.backward()
            nn.utils.clip_grad_norm_(self.parameters, CLIP)
            for group in self.optimiser.param_groups:
                group["lr"] = rate(self.done, self.total)
            self.optimiser.step()
            self.done += 1
            losses.append(loss.item())
        return sum(losses) / len(losses)


def main():
    torch.set_num_threads(int(sys.argv[1]))
    training = Training(sys.argv[3], sys.argv[2])
    training.reset(CHECKED)
    print("ready", *(training.epoch(order) for order in training.orders), flush=True)
    training.reset(WITHOUT_END)
    for line in sys.stdin:
        least, steps, started = int(line.split()[1]) / 1e3, 0, time.perf_counter()
        while time.perf_counter() - started < least:
            training.epoch(torch.randperm(len(training.labels)))
            steps += len(training.labels) // training.batch
        print("timed", steps, time.perf_counter() - started, flush=True)


if __name__ == "__main__":
    main()
