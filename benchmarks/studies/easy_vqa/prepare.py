#!/usr/bin/env python3
"""Writes the questions of easy-VQA as tables: id, image, question, answer, part.

usage: prepare.py [DATA] [FOLDER]     default: ../shared/data/easy_vqa target/easy_vqa

questions.csv has all of them, train.csv and test.csv one part each.
"""

import csv
import json
import pathlib
import sys


def rows(data, part):
    questions = json.loads((pathlib.Path(data) / part / "questions.json").read_text())
    for number, (question, answer, image) in enumerate(questions):
        yield [f"{part}-{number}", f"{part}/images/{image}.png", question, answer, part]


def main(data="../shared/data/easy_vqa", folder="target/easy_vqa"):
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    for name, parts in {"questions": ["train", "test"], "train": ["train"], "test": ["test"]}.items():
        with (folder / f"{name}.csv").open("w", newline="") as file:
            table = csv.writer(file)
            table.writerow(["id", "image", "question", "answer", "part"])
            for part in parts:
                table.writerows(rows(data, part))


main(*sys.argv[1:])
