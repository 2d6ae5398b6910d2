#!/usr/bin/env python3
"""Writes the questions of easy-VQA as one table: id, image, question, answer, part.

usage: prepare.py [DATA] [TABLE]     default: ../shared/data/easy_vqa target/easy_vqa/questions.csv
"""

import csv
import json
import pathlib
import sys


def main(data="../shared/data/easy_vqa", table="target/easy_vqa/questions.csv"):
    table = pathlib.Path(table)
    table.parent.mkdir(parents=True, exist_ok=True)
    with table.open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["id", "image", "question", "answer", "part"])
        for part in ["train", "test"]:
            questions = json.loads((pathlib.Path(data) / part / "questions.json").read_text())
            for number, (question, answer, image) in enumerate(questions):
                rows.writerow(
                    [f"{part}-{number}", f"{part}/images/{image}.png", question, answer, part]
                )


main(*sys.argv[1:])
