#!/usr/bin/env python3
"""What the places in their pages cost where a file is read and written: pages.py [--dir FOLDER] [--rounds R]

Writes a quarter of a gigabyte, piece by piece from the same buffer, into a file that has its room, from several places in a page of memory to several
places in a page of the file; and reads it from the system's cache, block by block into the same buffer. Prints medians of the seconds of processor
time for a gigabyte. Needs nothing but Python; on Linux.
"""
import argparse
import mmap
import os
import statistics
import time
from pathlib import Path

PAGE = mmap.PAGESIZE
ALL = 256 << 20
BLOCK = 16 << 20  # that is read at once
PIECE = 256 << 10  # that is written at once
READ = ((0, -2, -64), (0, 1, 2, 16, 63, 64, 128))  # behind a page's beginning: of the file, of memory
WRITTEN = ((0, 64, 100, 2000), (0, 16, 64))


def arguments():
    read = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    read.add_argument("--dir", type=Path, default=Path("bench-data"), help="for the file, which is removed again")
    read.add_argument("--rounds", type=int, default=5)
    return read.parse_args()


def of_writing(path, at, behind, room):
    """While nothing else goes to the disk."""
    file = os.open(path, os.O_CREAT | os.O_TRUNC | os.O_WRONLY)
    try:
        os.posix_fallocate(file, 0, ALL + PAGE)
        os.sync()
        began = time.process_time()
        for start in range(0, ALL, PIECE):
            assert os.pwritev(file, [room[behind : behind + PIECE]], at + start) == PIECE
        return (time.process_time() - began) * 1e9 / ALL
    finally:
        os.close(file)


def of_reading(path, before, behind, room):
    """Of all blocks but the first."""
    file = os.open(path, os.O_RDONLY)
    try:
        starts = range(BLOCK, ALL, BLOCK)
        began = time.process_time()
        for start in starts:
            assert os.preadv(file, [room[behind : behind + BLOCK]], start + before) == BLOCK
        return (time.process_time() - began) * 1e9 / (BLOCK * len(starts))
    finally:
        os.close(file)


def table(title, sides, rounds, seconds):
    """Prints a line for each place of the file, with a number for each place of memory."""
    down, across = sides
    took = {(one, two): [] for one in down for two in across}
    for _ in range(rounds):
        for places, all_of_them in took.items():
            all_of_them.append(seconds(*places))
    print(f"{title}, seconds a gigabyte: down, how far behind the beginning of a page of the file; across, of a page of memory")
    print("       " + "".join(f"{two:>7}" for two in across))
    for one in down:
        print(f"{one % PAGE:>7}" + "".join(f"{statistics.median(took[one, two]):>7.3f}" for two in across))


def main():
    args = arguments()
    args.dir.mkdir(parents=True, exist_ok=True)
    path = args.dir / "pages.bin"
    room = memoryview(mmap.mmap(-1, BLOCK + PAGE))
    try:
        table("written", WRITTEN, args.rounds, lambda at, behind: of_writing(path, at, behind, room))
        table("read", READ, args.rounds, lambda before, behind: of_reading(path, before, behind, room))
    finally:
        path.unlink(missing_ok=True)


if __name__ == "__main__":
    main()
