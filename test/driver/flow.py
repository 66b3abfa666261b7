"""Runs the driver of a generated project against the recorded board, and prints what happened as JSON.

    flow.py PROJECT pack      values to bytes and back, the slow way and (where numpy is) by numpy
    flow.py PROJECT run ...   the driver's own command line; then the events
"""

import json
import os
import sys

PROJECT = sys.argv[1]
sys.dont_write_bytecode = True
sys.path[:0] = [os.path.join(PROJECT, "driver"), os.path.dirname(os.path.abspath(__file__))]

import packing  # noqa: E402


def pack():
    """stdin: {port name: [[value, ...] for each frame]}. stdout: the bytes, and the values read back from the vectors."""
    with open(os.path.join(PROJECT, "driver", "design.json")) as file:
        ports = json.load(file)["ports"]
    values = json.load(sys.stdin)
    count, golden = packing.read_vectors(os.path.join(PROJECT, "tb", "vectors.txt"), ports)
    result = {"numpy": packing.numpy is not None, "differences": [], "values": {}}
    for port in ports:
        size = packing.frame_bytes(port)
        data = golden[port["name"]]
        frames = [data[at * size : (at + 1) * size] for at in range(count)]
        result["values"][port["name"]] = [packing.unpack(port, frame) for frame in frames]
        for at, frame in enumerate(frames):
            if packing.pack(port, values[port["name"]][at]) != frame:
                result["differences"].append("pack %s %d" % (port["name"], at))
        if packing.numpy is not None:
            numpy = packing.numpy
            shape = [count] + port["shape"]
            given = numpy.array(values[port["name"]]).reshape(shape)
            if packing.pack_frames(port, given).tobytes() != data:
                result["differences"].append("pack_frames %s" % port["name"])
            read = packing.unpack_frames(port, numpy.frombuffer(data, dtype=numpy.uint8).reshape(count, size))
            if read.shape != tuple(shape) or not numpy.array_equal(read, given):
                result["differences"].append("unpack_frames %s" % port["name"])
    print(json.dumps(result))


def run(arguments):
    import accelerator
    import pynq

    code = accelerator.main(arguments)
    print(json.dumps({"code": code, "events": pynq.events}))


if sys.argv[2] == "pack":
    pack()
else:
    run(sys.argv[3:])
