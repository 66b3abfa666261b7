"""Runs the driver of a generated project against the recorded board, and prints what happened as JSON.

    flow.py PROJECT pack      values to bytes and back, the slow way and (where numpy is) by numpy
    flow.py PROJECT run ...   the driver's own command line; then the events
    flow.py PROJECT beside    frames in a running event loop, beside another coroutine
"""

import asyncio
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


def beside():
    import accelerator
    import pynq

    design = accelerator.Accelerator("N.bit")
    ports = design.design["ports"]
    count, golden = packing.read_vectors(os.path.join(PROJECT, "tb", "vectors.txt"), ports)
    values = {
        port["layer"]: packing.unpack_frames(
            port, packing.numpy.frombuffer(golden[port["name"]], dtype=packing.numpy.uint8).reshape(count, -1)
        )
        for port in ports
    }
    frames, expected = values[design.inputs[0]["layer"]], values[design.outputs[0]["layer"]]
    counts = {"other": 0}

    async def other():
        while True:
            counts["other"] += 1
            await asyncio.sleep(0)

    async def main():
        task = asyncio.ensure_future(other())
        results = await design.run_async(frames, batch=2)
        counts["during"] = counts["other"]
        # A notebook has a loop that runs: there the plain call asks.
        plain = None if design.overlay.interrupts == "late" else design.run(frames, batch=2)
        task.cancel()
        return results, plain

    results, plain = asyncio.get_event_loop().run_until_complete(main())
    same = [packing.numpy.array_equal(found, expected) for found in (results, plain) if found is not None]
    slept = len([event for event in pynq.events if event[0] == "sleep"])
    print(json.dumps({"same": same, "others": counts["during"] > 1, "slept": slept > 0}))


if sys.argv[2] == "pack":
    pack()
elif sys.argv[2] == "beside":
    beside()
else:
    run(sys.argv[3:])
