"""The Python side: trains what the Java side wrote, in one of several forms. Commanded over pipes.

worker.py THREADS FORM FILE   answers "ready LOSS…": the mean losses of the first epochs, without
                              random masks, in the order of subjects that the file states
time MILLIS                   goes on with one long training, with dropout, for whole epochs that
                              take at least as long together; answers "timed STEPS SECONDS"

Forms: plain     nn.Module, DataLoader of a TensorDataset, AdamW, clip_grad_norm_, LambdaLR, as in
                 the tutorials
       foreach   functions, tensors put in order once an epoch, AdamW(foreach=True), the norm by
                 _foreach_norm, set_to_none, the learning rate set by hand
       single    the same with AdamW(foreach=False)
       flat      the same with small parameters and gradients as views of one tensor and AdamW
                 written by hand, in place: what our engine does
       jit, jit-flat   foreach and flat with forward and loss compiled by torch.jit.script
"""

import json
import math
import struct
import sys
import time
from typing import List, Optional

import numpy
import torch
import torch.nn.functional as F
from torch import Tensor, nn

TYPES = {"F32": "<f4", "I64": "<i8", "BOOL": "?"}
RATE, DECAY, CLIP, WARM_UP = 1e-3, 1e-2, 1.0, 0.05
CHECKED, WITHOUT_END = 3, 1_000_000
SMALL = 200_000


def read(path):
    """{name: tensor} of a safetensors file, and its metadata."""
    with open(path, "rb") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        header = json.loads(file.read(length))
    metadata = header.pop("__metadata__", {})
    tensors = {}
    for name, entry in header.items():
        first, last = entry["data_offsets"]
        data = numpy.fromfile(path, "u1", last - first, offset=8 + length + first)
        tensors[name] = torch.from_numpy(data.view(TYPES[entry["dtype"]]).reshape(entry["shape"]))
    return tensors, metadata


def rate(step, steps):
    """A rise over the first steps, then half a cosine down to 0."""
    rise = round(steps * WARM_UP)
    if step < rise:
        return RATE * (step + 1) / (rise + 1)
    return RATE * 0.5 * (1 + math.cos(math.pi * min(1, (step - rise) / max(1, steps - rise))))


# ---- the model as functions of a list of parameters, in this order a modality, then the head ----

ENCODER = ["encoder.{}.layers.0.weight", "encoder.{}.layers.0.bias", "encoder.{}.norms.0.weight",
           "encoder.{}.norms.0.bias", "projection.{}.projection.weight", "projection.{}.projection.bias",
           "fusion.candidate.{}.weight", "fusion.candidate.{}.bias", "fusion.gate.{}.weight",
           "fusion.gate.{}.bias", "fusion.absence.{}"]
HEAD = ["head.class.layers.0.weight", "head.class.layers.0.bias", "head.class.output.weight",
        "head.class.output.bias"]


def encode(x: Tensor, p: List[Tensor], m: int, rate: float) -> Tensor:
    i = 11 * m
    h = F.linear(x, p[i], p[i + 1])
    h = F.layer_norm(h, [h.shape[1]], p[i + 2], p[i + 3])
    h = F.gelu(h)
    if rate > 0:
        h = F.dropout(h, rate, True)
    return F.linear(h, p[i + 4], p[i + 5])


def predict(fused: Tensor, p: List[Tensor], rate: float) -> Tensor:
    h = F.gelu(F.linear(fused, p[22], p[23]))
    if rate > 0:
        h = F.dropout(h, rate, True)
    return F.linear(h, p[24], p[25])


def loss_of_all(a: Tensor, b: Tensor, labels: Tensor, p: List[Tensor], rate: float) -> Tensor:
    """Everybody has both modalities: no absence to look for."""
    one, two = encode(a, p, 0, rate), encode(b, p, 1, rate)
    both = torch.cat([one, two], 1)
    fused = torch.sigmoid(F.linear(both, p[8], p[9])) * torch.tanh(F.linear(one, p[6], p[7]))
    other = torch.sigmoid(F.linear(both, p[19], p[20])) * torch.tanh(F.linear(two, p[17], p[18]))
    return F.cross_entropy(predict(fused + other, p, rate), labels)


def loss_of_some(a: Tensor, b: Tensor, has_a: Tensor, has_b: Tensor, labels: Tensor,
                 p: List[Tensor], rate: float) -> Tensor:
    """Zeros stand in the rows of the absent; a learned vector takes the place of what comes of them."""
    one = torch.where(has_a, encode(a, p, 0, rate), p[10])
    two = torch.where(has_b, encode(b, p, 1, rate), p[21])
    both = torch.cat([one, two], 1)
    left = torch.sigmoid(F.linear(both, p[8], p[9])) * torch.tanh(F.linear(one, p[6], p[7]))
    right = torch.sigmoid(F.linear(both, p[19], p[20])) * torch.tanh(F.linear(two, p[17], p[18]))
    fused = left.masked_fill(~has_a, 0.0) + right.masked_fill(~has_b, 0.0)
    return F.cross_entropy(predict(fused, p, rate), labels)


class Plain(nn.Module):
    """The same as a module."""

    def __init__(self, p, some):
        super().__init__()
        linear = lambda i: self.linear(p[i], p[i + 1])
        self.encoders = nn.ModuleList(
            nn.ModuleDict({
                "layer": linear(i), "norm": self.norm(p[i + 2], p[i + 3]), "projection": linear(i + 4),
                "candidate": linear(i + 6), "gate": linear(i + 8)}) for i in (0, 11))
        self.absences = nn.ParameterList([p[10], p[21]])
        self.hidden, self.output = linear(22), linear(24)
        self.some, self.rate = some, 0.2

    def linear(self, weight, bias):
        made = nn.Linear(weight.shape[1], weight.shape[0])
        made.weight, made.bias = weight, bias
        return made

    def norm(self, weight, bias):
        made = nn.LayerNorm(weight.shape[0])
        made.weight, made.bias = weight, bias
        return made

    def forward(self, a, b, has_a, has_b):
        parts = []
        for x, has, e, absence in zip((a, b), (has_a, has_b), self.encoders, self.absences):
            h = F.dropout(F.gelu(e["norm"](e["layer"](x))), self.rate, True)
            h = e["projection"](h)
            parts.append(torch.where(has, h, absence) if self.some else h)
        both = torch.cat(parts, 1)
        fused = 0
        for part, has, e in zip(parts, (has_a, has_b), self.encoders):
            term = torch.sigmoid(e["gate"](both)) * torch.tanh(e["candidate"](part))
            fused = fused + (term.masked_fill(~has, 0.0) if self.some else term)
        return self.output(F.dropout(F.gelu(self.hidden(fused)), self.rate, True))


# ---- optimisers ----


class Library:
    """torch.optim.AdamW of two groups."""

    def __init__(self, decayed, plain, foreach):
        self.parameters = decayed + plain
        self.foreach = foreach
        self.optimiser = torch.optim.AdamW(
            [{"params": decayed, "weight_decay": DECAY}, {"params": plain, "weight_decay": 0.0}],
            lr=RATE, foreach=foreach)

    def zero(self):
        self.optimiser.zero_grad(set_to_none=True)

    def step(self, rate):
        gradients = [p.grad for p in self.parameters if p.grad is not None]
        if self.foreach:
            norm = torch.stack(torch._foreach_norm(gradients)).norm().item()
            if norm > CLIP:
                torch._foreach_mul_(gradients, CLIP / norm)
        else:
            nn.utils.clip_grad_norm_(self.parameters, CLIP)
        for group in self.optimiser.param_groups:
            group["lr"] = rate
        self.optimiser.step()


class Flat:
    """AdamW by hand: small parameters as views of one tensor a group, large ones on their own."""

    def __init__(self, decayed, plain, foreach=None):
        self.slots, self.steps = [], 0
        for group, decay in ((decayed, DECAY), (plain, 0.0)):
            small = [p for p in group if p.numel() <= SMALL]
            for p in group:
                if p.numel() > SMALL:
                    p.grad = torch.zeros_like(p)
                    self.slots.append(self.slot(p, None, decay))
            if small:
                self.slots.append(self.flat(small, decay))

    def flat(self, parameters, decay):
        size = sum(p.numel() for p in parameters)
        value, gradient, start = torch.empty(size), torch.zeros(size), 0
        for p in parameters:
            view = value[start : start + p.numel()].view_as(p)
            view.copy_(p.data)
            p.data = view
            p.grad = gradient[start : start + p.numel()].view_as(p)
            start += p.numel()
        return self.slot(value, gradient, decay)

    def slot(self, value, gradient, decay):
        zeros = lambda: torch.zeros_like(value.data)
        return value, value.data, gradient, zeros(), zeros(), zeros(), decay

    def gradients(self):
        return [owner.grad if gradient is None else gradient for owner, _, gradient, *_ in self.slots]

    def zero(self):
        for gradient in self.gradients():
            gradient.zero_()

    def step(self, rate):
        self.steps += 1
        gradients = self.gradients()
        norm = math.sqrt(sum(g.norm().item() ** 2 for g in gradients))
        if norm > CLIP:
            for g in gradients:
                g.mul_(CLIP / norm)
        one, two = 1 - 0.9**self.steps, math.sqrt(1 - 0.999**self.steps)
        with torch.no_grad():
            for (_, value, _, first, second, scratch, decay), g in zip(self.slots, gradients):
                if decay:
                    value.mul_(1 - rate * decay)
                first.lerp_(g, 0.1)
                second.mul_(0.999).addcmul_(g, g, value=0.001)
                torch.sqrt(second, out=scratch)
                scratch.div_(two).add_(1e-8)
                value.addcdiv_(first, scratch, value=-rate / one)


# ---- training ----


class Training:
    def __init__(self, file, form):
        tensors, metadata = read(file)
        self.form, self.batch = form, int(metadata["batch"])
        self.labels = tensors["labels"]
        self.orders = [tensors[f"order.{e}"] for e in range(1, CHECKED + 1)]
        self.inputs, self.has = [], []
        for m in ("m0", "m1"):
            rows, values = tensors["row." + m], tensors["input." + m]
            everybody = bool((rows >= 0).all())
            full = values if everybody else torch.zeros(len(rows), values.shape[1])
            if not everybody:
                full[rows >= 0] = values
            self.inputs.append(full)
            self.has.append((rows >= 0).unsqueeze(1))
        self.some = not bool(torch.cat(self.has).all())
        self.start = {k: v for k, v in tensors.items() if k.startswith(("decayed.", "plain."))}

    def reset(self, dropout, epochs):
        """Fresh parameters and optimiser, for a schedule of so many epochs."""
        values = {k: nn.Parameter(v.clone()) for k, v in self.start.items()}
        by_name = {k.split(".", 1)[1]: v for k, v in values.items()}
        names = [n.format(m) for m in ("m0", "m1") for n in ENCODER] + HEAD
        self.parameters = [by_name[name] for name in names]
        decayed = [v for k, v in values.items() if k.startswith("decayed.")]
        plain = [v for k, v in values.items() if k.startswith("plain.")]
        if not self.some:
            plain = [v for v in plain if all(v is not by_name[f"fusion.absence.{m}"] for m in ("m0", "m1"))]
        self.dropout, self.done = dropout, 0
        self.total = epochs * (len(self.labels) // self.batch)
        if self.form == "plain":
            self.module = Plain(self.parameters, self.some)
            self.module.rate = dropout
            self.optimiser = torch.optim.AdamW(
                [{"params": decayed, "weight_decay": DECAY}, {"params": plain, "weight_decay": 0.0}], lr=RATE)
            self.schedule = torch.optim.lr_scheduler.LambdaLR(
                self.optimiser, lambda step: rate(step, self.total) / RATE)
            return
        kind = Flat if self.form.endswith("flat") else Library
        self.optimiser = kind(decayed, plain, self.form != "single")
        self.loss = loss_of_some if self.some else loss_of_all
        if self.form.startswith("jit"):
            self.loss = torch.jit.script(self.loss)

    def epoch(self, order: Optional[Tensor] = None):
        """The mean loss."""
        if self.form == "plain":
            return self.plain_epoch(order)
        if order is None:
            order = torch.randperm(len(self.labels))
        whole = self.inputs + (self.has if self.some else []) + [self.labels]
        parts = zip(*(t.index_select(0, order).split(self.batch) for t in whole))
        sum = 0.0
        for batch in parts:
            self.optimiser.zero()
            loss = self.loss(*batch, self.parameters, self.dropout)
            sum += loss.item()
            loss.backward()
            self.optimiser.step(rate(self.done, self.total))
            self.done += 1
        return sum * self.batch / len(self.labels)

    def plain_epoch(self, order):
        data = torch.utils.data.TensorDataset(*self.inputs, *self.has, self.labels)
        if order is None:
            batches = torch.utils.data.DataLoader(data, self.batch, shuffle=True)
        else:
            batches = torch.utils.data.DataLoader(data, self.batch, sampler=order.tolist())
        sum = 0.0
        for *inputs, labels in batches:
            self.optimiser.zero_grad()
            loss = F.cross_entropy(self.module(*inputs), labels)
            loss.backward()
            nn.utils.clip_grad_norm_(self.module.parameters(), CLIP)
            self.optimiser.step()
            self.schedule.step()
            sum += loss.item()
        return sum * self.batch / len(self.labels)

    def steps(self):
        return len(self.labels) // self.batch


def main():
    torch.set_num_threads(int(sys.argv[1]))
    torch.manual_seed(7)
    training = Training(sys.argv[3], sys.argv[2])
    training.reset(0.0, CHECKED)
    print("ready", *[training.epoch(order) for order in training.orders], flush=True)
    training.reset(0.2, WITHOUT_END)
    for line in sys.stdin:
        least = int(line.split()[1]) * 1_000_000
        steps, started, elapsed = 0, time.perf_counter_ns(), 0
        while elapsed < least:
            training.epoch()
            steps += training.steps()
            elapsed = time.perf_counter_ns() - started
        print("timed", steps, elapsed / 1e9, flush=True)


if __name__ == "__main__":
    main()
