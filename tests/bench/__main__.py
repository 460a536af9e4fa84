"""``python -m tests.bench``: every measurement, one after the other."""

from __future__ import annotations

import sys

from tests.bench import crawl, real, references


def main() -> int:
    """Run them all; the first failure's exit code."""
    for bench in (crawl, references, real):
        print(f"\n# {bench.__name__}\n{(bench.__doc__ or '').strip().splitlines()[0]}\n")
        code = bench.main([])
        if code:
            return code
    return 0


if __name__ == "__main__":
    sys.exit(main())
