#!/usr/bin/env python3
"""Verifies requests of `./pot verify`: exit code 0 if all are valid, 1 if any is not, 2 if one cannot be read.

Requests of `./pot open` to check an opening of weights will do, too; the weights that a valid one shows are printed below its verdict.
"""

import sys

from pot_verify.request import Unreadable, check_file


def main(paths):
    if not paths:
        print("usage: verify.py FILE...", file=sys.stderr)
        return 2
    status = 0
    for path in paths:
        shown = []
        try:
            reason, shown = check_file(path)
            verdict = "valid" if reason is None else f"invalid: {reason}"
            status = max(status, 0 if reason is None else 1)
        except Unreadable as error:
            verdict, status = f"unreadable: {error}", 2
        print(f"{path}: {verdict}" if len(paths) > 1 else verdict)
        for weight in shown:
            print(f"    {weight.name}[{weight.index}] = {weight.value!r}")
        sys.stdout.flush()
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
