#!/usr/bin/env python3
"""What the places in their pages cost where a file is read into memory: reading.py FILE [--rounds R] [--block BYTES]

Reads a file that is in the system's cache, block by block into the same buffer, from several places in a page of the file to several places in a page of
memory, and prints the median of seconds for a gigabyte. Needs nothing but Python; on Linux.
"""
import argparse
import mmap
import os
import statistics
import time

FROM = (0, -2, -64)  # before a block, in the file
TO = (0, 1, 2, 16, 63, 64, 128)  # behind the beginning of a page, in memory


def arguments():
    read = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    read.add_argument("file")
    read.add_argument("--rounds", type=int, default=5)
    read.add_argument("--block", type=int, default=16 << 20, help="a multiple of the page")
    return read.parse_args()


def seconds(file, size, block, before, behind, room):
    """Of processor time for a gigabyte, of all blocks but the first and what is no whole block."""
    took = read = 0
    for start in range(block, size - block, block):
        start_time = time.process_time()
        got = os.preadv(file, [room[behind : behind + block]], start + before)
        took += time.process_time() - start_time
        assert got == block, f"{got} bytes in place of {block}"
        read += got
    assert read, "the file is shorter than three blocks"
    return took * 1e9 / read


def main():
    args = arguments()
    file = os.open(args.file, os.O_RDONLY)
    size = os.fstat(file).st_size
    room = memoryview(mmap.mmap(-1, args.block + mmap.PAGESIZE))
    places = [(before, behind) for before in FROM for behind in TO]
    took = {place: [] for place in places}
    seconds(file, size, args.block, 0, 0, room)  # both are in memory behind it
    for _ in range(args.rounds):
        for before, behind in places:
            took[before, behind].append(seconds(file, size, args.block, before, behind, room))
    print("seconds a gigabyte; down: from so many bytes behind the beginning of a page of the file; across: to so many in memory")
    print("      " + "".join(f"{behind:>7}" for behind in TO))
    for before in FROM:
        print(f"{before % mmap.PAGESIZE:>6}" + "".join(f"{statistics.median(took[before, behind]):>7.3f}" for behind in TO))


if __name__ == "__main__":
    main()
