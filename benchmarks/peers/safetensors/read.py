#!/usr/bin/env python3
"""Reads a model file by the safetensors specification, with numpy and no safetensors package.

    read.py FILE            checks the file and its digest, lists the tensors
    read.py FILE NAME       prints one tensor's elements
    read.py --make FILE     writes a file of every element type, for the Java reader to read

Exit 0: the file is whole. 1: it is not, with the reason on stderr.
"""

import hashlib
import json
import struct
import sys

import numpy

TYPES = {
    "F64": "<f8",
    "F32": "<f4",
    "F16": "<f2",
    "BF16": "<u2",  # numpy has no bfloat16: widened below
    "I64": "<i8",
    "I32": "<i4",
    "U8": "u1",
    "BOOL": "?",
}


def parse(content):
    """Metadata and {name: (dtype, array)} of a file's bytes."""
    (length,) = struct.unpack("<Q", content[:8])
    header = json.loads(content[8 : 8 + length].decode("utf-8"))
    data = content[8 + length :]
    metadata = header.pop("__metadata__", {})
    end = 0
    tensors = {}
    for name, entry in sorted(header.items(), key=lambda item: item[1]["data_offsets"]):
        first, last = entry["data_offsets"]
        if first != end:
            raise ValueError(f"{name}: begins at {first}, but the data before it ends at {end}")
        end = last
        values = numpy.frombuffer(data[first:last], TYPES[entry["dtype"]])
        if entry["dtype"] == "BF16":
            values = (values.astype("<u4") << 16).view("<f4")
        tensors[name] = (entry["dtype"], values.reshape(entry["shape"]))
    if end != len(data):
        raise ValueError(f"{len(data) - end} bytes follow the last tensor")
    return metadata, tensors


def check_digest(content, metadata):
    """The SHA-256 of the whole file with 64 zeros in its own field."""
    expected = metadata["sha256"]
    field = b'"sha256":"' + expected.encode("ascii")
    (length,) = struct.unpack("<Q", content[:8])
    at = content.index(field, 8, 8 + length) + len(field) - 64
    zeroed = content[:at] + b"0" * 64 + content[at + 64 :]
    found = hashlib.sha256(zeroed).hexdigest()
    if found != expected:
        raise ValueError(f"digest {found}, expected {expected}")


def make(path):
    """Values 0, 1, 1, 0 in every element type."""
    header, data = {}, b""
    for dtype, code in TYPES.items():
        values = numpy.array([[0, 1], [1, 0]])
        if dtype == "BF16":
            array = (values.astype("<f4").view("<u4") >> 16).astype("<u2")
        else:
            array = values.astype(code)
        header[dtype.lower()] = {
            "dtype": dtype,
            "shape": list(values.shape),
            "data_offsets": [len(data), len(data) + array.nbytes],
        }
        data += array.tobytes()
    text = json.dumps(header).encode("utf-8")
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + data)


def main(arguments):
    if arguments[:1] == ["--make"] and len(arguments) == 2:
        make(arguments[1])
        return 0
    if not 1 <= len(arguments) <= 2:
        print(__doc__, file=sys.stderr)
        return 2
    with open(arguments[0], "rb") as file:
        content = file.read()
    metadata, tensors = parse(content)
    if "sha256" in metadata:
        check_digest(content, metadata)
    if len(arguments) == 2:
        print(tensors[arguments[1]][1].tolist())
        return 0
    for name, (dtype, values) in tensors.items():
        print(f"{name}\t{dtype}\t{list(values.shape)}")
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except (ValueError, KeyError, OSError, struct.error) as error:
        print(f"not a whole file: {error!r}", file=sys.stderr)
        sys.exit(1)
