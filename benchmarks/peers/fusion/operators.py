"""Every fusion operator at its default options, as one would write it in Python torch.

Each is a function of the parameters, by the names and shapes of our model file, and of one Slot a
modality; absent slots may hold any bytes, so they are replaced before arithmetic touches them.
Functions rather than modules: a call of nn.Module costs a microsecond that ours has no part in.
"""

import math
from typing import Dict, List, NamedTuple, Optional

import torch
import torch.nn.functional as F
from torch import Tensor

Parameters = Dict[str, Tensor]


class Slot(NamedTuple):
    """One modality of a batch: pooled [B, d], tokens [B, time, d] with mask, presence [B]."""

    name: str
    pooled: Tensor
    tokens: Optional[Tensor]
    mask: Optional[Tensor]
    presence: Tensor


class Pass:
    """Whether masks are drawn, and what a part adds to the loss."""

    def __init__(self, training: bool):
        self.training = training
        self.penalties: List[Tensor] = []


# ---------------------------------------------------------------- slots


def present(slot: Slot) -> Tensor:
    return slot.presence.unsqueeze(1)


def absent(slot: Slot) -> Tensor:
    return slot.presence.logical_not().unsqueeze(1)


def zeroed(slot: Slot) -> Tensor:
    return slot.pooled.masked_fill(absent(slot), 0.0)


def filled(slots: List[Slot], p: Parameters) -> Tensor:
    """[B, D]: the learned absence vectors in absent slots, side by side."""
    parts = [torch.where(present(s), s.pooled, p["absence." + s.name]) for s in slots]
    return torch.cat(parts, 1)


def linear(p: Parameters, name: str, x: Tensor) -> Tensor:
    return F.linear(x, p[name + ".weight"], p.get(name + ".bias"))


def layer_norm(p: Parameters, name: str, x: Tensor) -> Tensor:
    return F.layer_norm(x, x.shape[-1:], p[name + ".weight"], p[name + ".bias"])


# ---------------------------------------------------------------- without parameters


def sum_(p: Parameters, slots: List[Slot], pass_: Pass) -> Tensor:
    total = zeroed(slots[0])
    for slot in slots[1:]:
        total = total + zeroed(slot)
    return total


def mean(p: Parameters, slots: List[Slot], pass_: Pass) -> Tensor:
    return sum_(p, slots, pass_) / torch.stack([s.presence for s in slots]).sum(0).unsqueeze(1)


def max_(p: Parameters, slots: List[Slot], pass_: Pass) -> Tensor:
    return torch.stack([s.pooled.masked_fill(absent(s), -math.inf) for s in slots]).amax(0)


def product(p: Parameters, slots: List[Slot], pass_: Pass) -> Tensor:
    result = slots[0].pooled.masked_fill(absent(slots[0]), 1.0)
    for slot in slots[1:]:
        result = result * slot.pooled.masked_fill(absent(slot), 1.0)
    return result


def difference(p: Parameters, slots: List[Slot], pass_: Pass) -> Tensor:
    left, right = zeroed(slots[0]), zeroed(slots[1])
    both = present(slots[0]) & present(slots[1])
    return torch.where(both, (left - right).abs(), left + right)


# ---------------------------------------------------------------- affine and gated


def concat(p: Parameters, slots: List[Slot], pass_: Pass) -> Tensor:
    return linear(p, "linear", filled(slots, p))


def gated(p: Parameters, slots: List[Slot], pass_: Pass) -> Tensor:
    parts = [torch.where(present(s), s.pooled, p["absence." + s.name]) for s in slots]
    everything = torch.cat(parts, 1)
    fused = None
    for slot, part in zip(slots, parts):
        gate = linear(p, "gate." + slot.name, everything).sigmoid()
        term = gate * linear(p, "candidate." + slot.name, part).tanh()
        term = term.masked_fill(absent(slot), 0.0)
        fused = term if fused is None else fused + term
    return fused


def film(p: Parameters, slots: List[Slot], pass_: Pass) -> Tensor:
    plain = linear(p, "features", filled(slots[1:], p))
    scale, shift = linear(p, "modulation", zeroed(slots[0])).chunk(2, 1)
    modulated = torch.addcmul(plain + shift, plain, scale)
    return torch.where(present(slots[0]), modulated, plain)


def mag(p: Parameters, slots: List[Slot], pass_: Pass) -> Tensor:
    led = filled(slots[:1], p)
    total = p["shift.bias"]
    for slot in slots[1:]:
        x = zeroed(slot)
        gate = linear(p, "gate." + slot.name, torch.cat((x, led), 1)).relu()
        total = torch.addcmul(total, gate, linear(p, "shift." + slot.name, x))
    nobody = torch.stack([s.presence for s in slots[1:]]).any(0).logical_not().unsqueeze(1)
    total = total.masked_fill(nobody, 0.0)
    allowed = led.norm(dim=1, keepdim=True) / (total.norm(dim=1, keepdim=True) + 1e-6)
    result = layer_norm(p, "norm", torch.addcmul(led, allowed.clamp_max(1.0), total))
    return F.dropout(result, 0.5, pass_.training)


# ---------------------------------------------------------------- products


def factors(slots: List[Slot], factor) -> Tensor:
    """The product over the modalities, in which the absent have the factor 1."""
    result = None
    for slot in slots:
        own = factor(slot).masked_fill(absent(slot), 1.0)
        result = own if result is None else result * own
    return result


def signed_root(z: Tensor) -> Tensor:
    root = z * (z.abs() + 1e-4).rsqrt()
    return root * (root.square().sum(-1, keepdim=True) + 1e-4).rsqrt()


def outer(x: Tensor, y: Tensor) -> Tensor:
    return (x.unsqueeze(2) * y.unsqueeze(1)).flatten(1)


def bilinear(p: Parameters, slots: List[Slot], pass_: Pass) -> Tensor:
    x = [zeroed(s) for s in slots]
    fused = linear(p, "linear", torch.cat(x, 1))
    for i, first in enumerate(slots):
        for j in range(i + 1, len(slots)):
            weight = p[f"pair.{first.name}.{slots[j].name}.weight"]
            fused = torch.addmm(fused, outer(x[i], x[j]), weight.t())
    return fused


def tensor(p: Parameters, slots: List[Slot], pass_: Pass) -> Tensor:
    result = None
    for slot in slots:
        own = F.pad(zeroed(slot), (1, 0), value=1.0)
        result = own if result is None else outer(result, own)
    return linear(p, "linear", result)


def low_rank(p: Parameters, slots: List[Slot], pass_: Pass) -> Tensor:
    result = None
    for slot in slots:
        own = linear(p, "factor." + slot.name, zeroed(slot))
        result = own if result is None else result * own
    ranks = p["ranks.weight"]
    return ranks @ result.view(result.shape[0], ranks.shape[0], -1) + p["bias"]


def mlb(p: Parameters, slots: List[Slot], pass_: Pass) -> Tensor:
    joint = factors(slots, lambda s: linear(p, "map." + s.name, zeroed(s)).tanh())
    return linear(p, "output", joint)


def mfb(p: Parameters, slots: List[Slot], pass_: Pass) -> Tensor:
    joint = factors(slots, lambda s: linear(p, "map." + s.name, zeroed(s)))
    joint = F.dropout(joint, 0.1, pass_.training)
    pooled = joint.view(joint.shape[0], -1, 5).sum(2)
    return linear(p, "output", signed_root(pooled))


def mutan(p: Parameters, slots: List[Slot], pass_: Pass) -> Tensor:
    def factor(slot: Slot) -> Tensor:
        return linear(p, "core." + slot.name, linear(p, "map." + slot.name, zeroed(slot)).tanh())

    joint = factors(slots, factor)
    return linear(p, "output", joint.view(joint.shape[0], 5, -1).sum(1))


def block(p: Parameters, slots: List[Slot], pass_: Pass) -> Tensor:
    subjects, rank = slots[0].pooled.shape[0], 15

    def factor(slot: Slot) -> Tensor:  # [c, B, R · q]
        weight = p[f"core.{slot.name}.weight"]  # [c, R · q, q]
        joint = linear(p, "map." + slot.name, zeroed(slot))
        chunks = joint.view(subjects, weight.shape[0], weight.shape[2]).transpose(0, 1)
        bias = p[f"core.{slot.name}.bias"].unsqueeze(1)
        return torch.baddbmm(bias, chunks, weight.transpose(1, 2))

    joint = factors(slots, factor)
    pooled = joint.view(joint.shape[0], subjects, rank, -1).sum(2)  # [c, B, q]
    return linear(p, "output", signed_root(pooled).transpose(0, 1).reshape(subjects, -1))


def compact_bilinear(p: Parameters, slots: List[Slot], pass_: Pass) -> Tensor:
    subjects, places = slots[0].pooled.shape[0], p["output.weight"].shape[1]
    signed = torch.cat([zeroed(s) for s in slots], 1) * p["sketch.sign"]
    empty = signed.new_zeros(subjects, len(slots), places)
    empty[:, :, 0] = torch.stack([s.presence for s in slots], 1).logical_not()
    where = p["sketch.place"].expand(subjects, -1)
    sketches = empty.view(subjects, -1).scatter_add(1, where, signed)
    frequencies = torch.fft.rfft(sketches.view(subjects, len(slots), places)).unbind(1)
    joint = frequencies[0]
    for own in frequencies[1:]:
        joint = joint * own
    return linear(p, "output", signed_root(torch.fft.irfft(joint, n=places)))


# ---------------------------------------------------------------- tokens


class Tokens(NamedTuple):
    """values [B, k, p], zeros where nothing is real; real [B, k]; owned [B]."""

    values: Tensor
    real: Tensor
    owned: Tensor


def no_tokens(slots: List[Slot]) -> bool:
    return all(slot.tokens is None for slot in slots)


def tokens_of(slot: Slot, timed: bool) -> Tokens:
    """A slot's tokens, and its pooled vector where there is none."""
    if slot.tokens is None:
        return Tokens(zeroed(slot).unsqueeze(1), slot.presence.unsqueeze(1), slot.presence)
    owned = slot.presence.unsqueeze(1)
    real = slot.mask & owned
    none = owned & ~real.any(1, keepdim=True)
    tokens = slot.tokens + time_encoding(slot.mask, slot.tokens) if timed else slot.tokens
    every = torch.cat((real, none), 1)
    values = torch.cat((tokens, slot.pooled.unsqueeze(1)), 1)
    return Tokens(values.masked_fill(~every.unsqueeze(2), 0.0), every, slot.presence)


TABLES: Dict[tuple, Tensor] = {}


def time_encoding(mask: Tensor, like: Tensor) -> Tensor:
    time, width = like.shape[1:]
    if (time, width) not in TABLES:
        step = torch.arange(width, dtype=torch.float64)
        frequency = 10_000.0 ** (-(step - step % 2) / width)
        angle = torch.arange(time, dtype=torch.float64).unsqueeze(1) * frequency
        TABLES[time, width] = (angle + step % 2 * (math.pi / 2)).sin().to(like.dtype)
    return F.embedding((mask.cumsum(1) - 1).clamp_min(0), TABLES[time, width])


def pooled_tokens(slots: List[Slot]) -> Tokens:
    real = torch.stack([s.presence for s in slots], 1)
    values = torch.stack([s.pooled for s in slots], 1).masked_fill(~real.unsqueeze(2), 0.0)
    return Tokens(values, real, real.any(1))


def union(parts: List[Tokens]) -> Tokens:
    if len(parts) == 1:
        return parts[0]
    owned = parts[0].owned
    for part in parts[1:]:
        owned = owned | part.owned
    return Tokens(
        torch.cat([s.values for s in parts], 1), torch.cat([s.real for s in parts], 1), owned
    )


def typed(slots: List[Slot], types: Tensor) -> Tokens:
    if no_tokens(slots):
        pooled = pooled_tokens(slots)
        return pooled._replace(values=pooled.values + types)
    parts = [tokens_of(slot, True) for slot in slots]
    parts = [part._replace(values=part.values + types[m]) for m, part in enumerate(parts)]
    return union(parts)


def mean_where(owned: List[Tensor], values: List[Tensor]) -> Tensor:
    """The mean of values [B, …] over those that a subject has."""
    shape = (-1,) + (1,) * (values[0].dim() - 1)
    total = None
    for has, own in zip(owned, values):
        own = own.masked_fill(has.logical_not().view(shape), 0.0)
        total = own if total is None else total + own
    return total / torch.stack(owned).sum(0).view(shape)


if hasattr(F, "scaled_dot_product_attention"):

    def scaled_dot_product(q, k, v, mask, rate):
        return F.scaled_dot_product_attention(q, k, v, mask, dropout_p=rate)

else:

    def scaled_dot_product(q, k, v, mask, rate):
        scores = torch.matmul(q * (1 / math.sqrt(q.shape[-1])), k.transpose(-2, -1))
        if mask is not None:
            scores = scores.masked_fill(~mask, -math.inf)
        weights = scores.softmax(-1)
        return torch.matmul(F.dropout(weights, rate) if rate else weights, v)


def attention(
    p: Parameters,
    name: str,
    heads: int,
    queries: Tensor,
    keys: Tensor,
    readable: Optional[Tensor],
    rate: float = 0.0,
) -> Tensor:
    subjects, _, width = keys.shape

    def split(x: Tensor) -> Tensor:
        return x.view(x.shape[0], x.shape[1], heads, width // heads).transpose(1, 2)

    q = split(linear(p, name + "query", queries)).expand(subjects, -1, -1, -1)
    k = split(linear(p, name + "key", keys))
    v = split(linear(p, name + "value", keys))
    mask = None if readable is None else readable[:, None, None, :]
    read = scaled_dot_product(q, k, v, mask, rate)
    return linear(p, name + "output", read.transpose(1, 2).flatten(2))


def feed_forward(p: Parameters, name: str, x: Tensor, rate: float) -> Tensor:
    hidden = linear(p, name + "expand", x)
    if hidden.shape[-1] == 2 * p[name + "contract.weight"].shape[1]:
        first, second = hidden.chunk(2, -1)
        hidden = first * second.relu()
    else:
        hidden = F.gelu(hidden)
    return linear(p, name + "contract", F.dropout(hidden, rate) if rate else hidden)


def layer(
    p: Parameters,
    name: str,
    heads: int,
    x: Tensor,
    readable: Optional[Tensor],
    asking: int,
    rates=(0.0, 0.0),
) -> Tensor:
    normalises = name + "attention.norm.weight" in p
    keys = layer_norm(p, name + "attention.norm", x) if normalises else x
    whole = asking == x.shape[1]
    queries = keys if whole else keys[:, :asking]
    read = attention(p, name + "attention.", heads, queries, keys, readable, rates[0])
    total = (x if whole else x[:, :asking]) + read
    normalised = layer_norm(p, name + "feed_forward.norm", total)
    return total + feed_forward(p, name + "feed_forward.", normalised, rates[1])


def attention_pool(p: Parameters, slots: List[Slot], pass_: Pass) -> Tensor:
    if no_tokens(slots):
        everything = pooled_tokens(slots)
        lengths = None
    else:
        parts = [tokens_of(slot, False) for slot in slots]
        everything = union(parts)
        counts = [s.real.sum(1, keepdim=True).expand_as(s.real) for s in parts]
        lengths = torch.cat(counts, 1).clamp_min(1).to(everything.values.dtype).log()
    hidden = linear(p, "units", everything.values).tanh()
    scores = linear(p, "score", hidden).squeeze(2)
    if lengths is not None:
        scores = scores - lengths
    weights = scores.masked_fill(~everything.real, -math.inf).softmax(1)
    return torch.bmm(weights.unsqueeze(1), everything.values).squeeze(1)


def cross_attention(p: Parameters, slots: List[Slot], pass_: Pass) -> Tensor:
    sets = [tokens_of(slot, True) for slot in slots]
    everyone = torch.ones_like(slots[0].presence).unsqueeze(1)
    null = p["null"].expand(everyone.shape[0], 1, -1)
    pooled = no_tokens(slots)
    answers = []
    for m, (slot, own) in enumerate(zip(slots, sets)):
        others = sets[:m] + sets[m + 1 :]

        def read(sources: List[Tokens]) -> Tensor:
            keys = torch.cat([s.values for s in sources] + [null], 1)
            readable = torch.cat([s.real for s in sources] + [everyone], 1)
            return attention(p, slot.name + ".", 4, own.values, keys, readable)

        if pooled:
            told = read(others)
        else:
            owned = [s.owned for s in others]
            nobody = torch.stack(owned).any(0).logical_not()
            told = mean_where([owned[0] | nobody] + owned[1:], [read([s]) for s in others])
        normalised = layer_norm(p, slot.name + ".norm", own.values + told)
        if own.real.shape[1] == 1:
            answers.append(normalised.squeeze(1))
        else:
            count = own.real.sum(1, keepdim=True).clamp_min(1)
            answers.append(normalised.masked_fill(~own.real.unsqueeze(2), 0.0).sum(1) / count)
    return mean_where([s.owned for s in sets], answers)


def transformer(p: Parameters, slots: List[Slot], pass_: Pass) -> Tensor:
    tokens = typed(slots, p["types"])
    cls = p["cls"].expand(tokens.values.shape[0], 1, -1)
    everyone = torch.ones_like(slots[0].presence).unsqueeze(1)
    x = torch.cat((cls, tokens.values), 1)
    readable = torch.cat((everyone, tokens.real), 1)
    rates = (0.2, 0.1) if pass_.training else (0.0, 0.0)
    for number in range(3):
        asking = 1 if number == 2 else x.shape[1]
        x = layer(p, f"layers.{number}.", 8, x, readable, asking, rates)
    return layer_norm(p, "norm", x).squeeze(1)


def bottleneck(p: Parameters, slots: List[Slot], pass_: Pass) -> Tensor:
    sets = [tokens_of(slot, True) for slot in slots]
    subjects, count = slots[0].presence.shape[0], p["bottlenecks"].shape[0]
    everyone = sets[0].real.new_ones(subjects, count)
    readable = [torch.cat((everyone, own.real), 1) for own in sets]
    owned = [own.owned for own in sets]
    x = [own.values for own in sets]
    shared = p["bottlenecks"].expand(subjects, -1, -1)
    for number in range(4):
        answers = []
        for m, slot in enumerate(slots):
            both = torch.cat((shared, x[m]), 1)
            asking = count if number == 3 else both.shape[1]
            both = layer(p, f"layers.{number}.{slot.name}.", 4, both, readable[m], asking)
            answers.append(both[:, :count])
            x[m] = both[:, count:]
        shared = mean_where(owned, answers)
    return layer_norm(p, "norm", shared).mean(1)


def perceiver(p: Parameters, slots: List[Slot], pass_: Pass) -> Tensor:
    tokens = typed(slots, p["types"])
    asking = layer_norm(p, "read.latents.norm", p["latents"]).unsqueeze(0)
    told = layer_norm(p, "read.tokens.norm", tokens.values)
    z = p["latents"] + attention(p, "read.attention.", 1, asking, told, tokens.real)
    normalised = layer_norm(p, "read.feed_forward.norm", z)
    z = z + feed_forward(p, "read.feed_forward.", normalised, 0.0)
    for number in range(6):
        z = layer(p, f"layers.{number}.", 8, z, None, z.shape[1])
    return z.mean(1)


# ---------------------------------------------------------------- experts


def mixture_of_experts(p: Parameters, slots: List[Slot], pass_: Pass) -> Tensor:
    everything = filled(slots, p)
    presence = torch.stack([s.presence for s in slots], 1).to(everything.dtype)
    scores = F.linear(torch.cat((everything, presence), 1), p["router.weight"])
    top, chosen = scores.topk(2)
    gates = torch.zeros_like(scores).scatter(1, chosen, top.softmax(1))
    if pass_.training:
        used = gates.sum(0)
        unevenness = used.numel() * used.square().sum() / used.sum().square() - 1
        pass_.penalties.append(0.01 * unevenness)
    units = linear(p, "hidden", everything).relu().unflatten(1, (scores.shape[1], -1))
    weighed = (units * gates.unsqueeze(2)).flatten(1)
    return torch.addmm(F.linear(weighed, p["output.weight"]), gates, p["output.bias"])


OPERATORS = {
    "sum": sum_,
    "mean": mean,
    "max": max_,
    "product": product,
    "difference": difference,
    "concat": concat,
    "gated": gated,
    "film": film,
    "mag": mag,
    "bilinear": bilinear,
    "tensor": tensor,
    "low-rank": low_rank,
    "mlb": mlb,
    "mfb": mfb,
    "mutan": mutan,
    "block": block,
    "compact-bilinear": compact_bilinear,
    "attention-pool": attention_pool,
    "cross-attention": cross_attention,
    "transformer": transformer,
    "bottleneck": bottleneck,
    "perceiver": perceiver,
    "mixture-of-experts": mixture_of_experts,
}
