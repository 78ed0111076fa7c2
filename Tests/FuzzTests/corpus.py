"""Corpora in the repository: one input a line, in hexadecimal digits, shortest first.

    corpus.py unpack FILE FOLDER            each line into a file
    corpus.py pack FOLDER... FILE           the inputs of folders into the file, at most so many as keep it small
"""

import hashlib
import pathlib
import sys

LONGEST, MOST = 1024, 400


def unpack(file, folder):
    for line in pathlib.Path(file).read_text().split():
        data = bytes.fromhex(line)
        (pathlib.Path(folder) / hashlib.sha1(data).hexdigest()).write_bytes(data)


def pack(*folders):
    *folders, file = folders
    file, found = pathlib.Path(file), []
    # What stands there stays: it is what was found once.
    for line in file.read_text().split() if file.exists() else []:
        found.append(bytes.fromhex(line))
    inputs = [path.read_bytes() for folder in folders for path in pathlib.Path(folder).iterdir() if path.is_file()]
    for data in sorted(set(inputs) - set(found), key=len):
        if len(data) <= LONGEST and len(found) < MOST:
            found.append(data)
    file.write_text("".join(data.hex() + "\n" for data in sorted(set(found), key=lambda data: (len(data), data)) if data))


if __name__ == "__main__":
    {"unpack": unpack, "pack": pack}[sys.argv[1]](*sys.argv[2:])
