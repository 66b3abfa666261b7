#!/usr/bin/env python3
"""Runs frames through the design on a board with PYNQ. As root:

    python3 accelerator.py --bitfile NET.bit --check              compares the golden vectors, bit for bit
    python3 accelerator.py --bitfile NET.bit --throughput 1000    frames per second in batches of 1000
    python3 accelerator.py --bitfile NET.bit --input images.npy --output results.npy

or from Python:

    from accelerator import Accelerator
    results = Accelerator("NET.bit").run(images)                  [N, H, W, C] in, [N, H, W, C] out
    results = await accelerator.run_async(images)                 the same beside other coroutines, as in a notebook

Layers with parameters=loadable take the weights of another training without a new bitstream:

    python3 accelerator.py --bitfile NET.bit --parameters retrained.txt --vectors retrained-vectors.txt --check
    accelerator.load_parameters("retrained.txt")                  tb/parameters.txt of a project that is generated anew
"""

import argparse
import hashlib
import json
import os
import sys
import time

import packing
import waiting

HERE = os.path.dirname(os.path.abspath(__file__))

# The control register of HLS (ap_ctrl_hs over AXI4-Lite): bit 0 starts a call, bit 2 says that none is under way.
CONTROL = 0x00
START = 1
IDLE = 4


class Accelerator:
    """The loaded design. `timeout` is in seconds, for one batch. With `interrupts`, a design that has them (generated with
    --interrupts) wakes the processor when a batch has ended; without, the transfers are asked, which takes a whole core and
    answers sooner."""

    def __init__(self, bitfile, batch=100, timeout=10.0, design=os.path.join(HERE, "design.json"), interrupts=True):
        import numpy
        import pynq
        from pynq.ps import Clocks

        self.numpy, self.pynq = numpy, pynq
        with open(design) as file:
            self.design = json.load(file)
        self.inputs = [port for port in self.design["ports"] if port["direction"] == "input"]
        self.outputs = [port for port in self.design["ports"] if port["direction"] == "output"]
        self.timeout = timeout
        largest = max(packing.frame_bytes(port) for port in self.design["ports"])
        self.batch = max(1, min(batch, self.design["mostBytes"] // largest))
        self.overlay = pynq.Overlay(bitfile)
        # The file's clock is what was asked of the tools; the board takes the nearest that it can make.
        Clocks.fclk0_mhz = self.design["clockMhz"]
        self.clock_mhz = Clocks.fclk0_mhz
        self.core = self.overlay.bnn
        self.wired = waiting.interrupts_of(self.overlay, self.design["ports"] + self.design["weightPorts"])
        self.interrupts = interrupts and self.wired
        self.buffers = {}
        self.streamed = hashlib.sha256()
        self.weights = [self._weights(port) for port in self.design["weightPorts"] if port["kind"] == "stream"]
        # The other memories have the trained values from the start; what lies in UltraRAM has none.
        self.loaded = not (self.design["loads"] and self.design["loads"]["needed"])
        # What was loaded last; before that, the memories hold what the own file has.
        self.parameters = None

    def load_parameters(self, path=None, layer=None):
        """Puts other weights and thresholds into the layers with parameters=loadable: those of a file tb/parameters.txt, by
        default the one that lies beside this driver. With `layer`, only that layer takes them; the others keep what was loaded
        last, or was built in. Raises ValueError for a file of another design."""
        waiting.finish(self.interrupts, lambda how: self._load(path, layer, how))

    async def _load(self, path, layer, how):
        if not self.design["loads"]:
            raise ValueError("no layer of this design has parameters=loadable")
        data = self._read_parameters(path)
        if layer is not None:
            kept = self.parameters or self._read_parameters(None)
            data = packing.with_layer(kept, data, layer, self.design["loads"]["layers"])
        port = next(port for port in self.design["weightPorts"] if port["kind"] == "load")
        buffer = self._allocate(len(data))
        try:
            buffer[:] = self.numpy.frombuffer(data, dtype=self.numpy.uint8)
            deadline = self._idle()
            self.core.write(self.design["registers"]["load"], 1)
            self.core.write(self.design["registers"]["frames"], 0)
            self.core.write(CONTROL, START)
            channel = self._dma(port).sendchannel
            channel.transfer(buffer)
            await self._wait(port, channel, deadline, how)
            self._idle()
            self.core.write(self.design["registers"]["load"], 0)
            self.loaded = True
            self.parameters = data
        finally:
            buffer.freebuffer()

    def run(self, frames, batch=None):
        """Frames [N, H, W, C] of whole numbers to results [N, H, W, C]; with several inputs or outputs, dicts by layer."""
        return self._results(self.run_packed(self._packed(frames), batch))

    async def run_async(self, frames, batch=None):
        """The same as a coroutine: others run while the board computes."""
        how = waiting.SLEEPS if self.interrupts else waiting.YIELDS
        return self._results(await self._run(self._packed(frames), batch, how))

    def run_packed(self, packed, batch=None):
        """The same for frames that are packed already: [N, bytes] for each input, and for each output."""
        return waiting.finish(self.interrupts, lambda how: self._run(packed, batch, how))

    def _packed(self, frames):
        given = frames if isinstance(frames, dict) else {self.inputs[0]["layer"]: frames}
        missing = [port["layer"] for port in self.inputs if port["layer"] not in given]
        if missing:
            raise ValueError("no frames for the input %s" % ", ".join(missing))
        packed = [packing.pack_frames(port, given[port["layer"]]) for port in self.inputs]
        if len({len(each) for each in packed}) > 1:
            raise ValueError("the inputs have different numbers of frames")
        return packed

    def _results(self, raw):
        results = {port["layer"]: packing.unpack_frames(port, data) for port, data in zip(self.outputs, raw)}
        return results if len(self.outputs) > 1 else results[self.outputs[0]["layer"]]

    async def _run(self, packed, batch, how):
        size = min(batch or self.batch, self.batch)
        count = len(packed[0])
        results = [
            self.numpy.empty((count, packing.frame_bytes(port)), dtype=self.numpy.uint8) for port in self.outputs
        ]
        for first in range(0, count, size):
            frames = min(size, count - first)
            into, out = self._buffers(frames)
            for buffer, data in zip(into, packed):
                buffer[:] = data[first : first + frames].reshape(-1)
            await self._call(frames, into, out, how)
            for result, buffer in zip(results, out):
                result[first : first + frames] = self.numpy.array(buffer).reshape(frames, -1)
        return results

    def throughput(self, batch, repeats=10):
        """Frames per second of whole batches, the time of the DMAs included and that of packing not."""
        frames = min(batch, self.batch_limit())
        into, out = self._buffers(frames)
        self._call_now(frames, into, out)
        start = time.perf_counter()
        for _ in range(repeats):
            self._call_now(frames, into, out)
        seconds = time.perf_counter() - start
        moved = sum(packing.frame_bytes(port) for port in self.design["ports"]) * frames * repeats
        return {
            "framesPerSecond": frames * repeats / seconds,
            "batch": frames,
            "clockMhz": self.clock_mhz,
            "interrupts": self.interrupts,
            "megabytesPerSecond": moved / seconds / 1e6,
        }

    def batch_limit(self):
        """Frames that fit one transfer."""
        return self.design["mostBytes"] // max(packing.frame_bytes(port) for port in self.design["ports"])

    def check(self, vectors):
        """Compares the golden vectors with what the board gives: a list of the differences, empty when there are none."""
        count, golden = packing.read_vectors(vectors, self.design["ports"])
        packed = [
            self.numpy.frombuffer(golden[port["name"]], dtype=self.numpy.uint8).reshape(count, -1)
            for port in self.inputs
        ]
        differences = []
        for port, found in zip(self.outputs, self.run_packed(packed)):
            expected = self.numpy.frombuffer(golden[port["name"]], dtype=self.numpy.uint8).reshape(count, -1)
            for frame in range(count):
                if not self.numpy.array_equal(found[frame], expected[frame]):
                    wanted = packing.unpack(port, expected[frame])
                    came = packing.unpack(port, found[frame])
                    at = next((i for i, pair in enumerate(zip(came, wanted)) if pair[0] != pair[1]), None)
                    what = "bits behind the values" if at is None else "value %d is %d, not %d" % (at, came[at], wanted[at])
                    differences.append("frame %d, output %s: %s" % (frame, port["layer"], what))
        return differences

    def close(self):
        """Gives the memory back."""
        held = [buffer for pair in self.buffers.values() for each in pair for buffer in each]
        for buffer in held + [buffer for _, _, buffer in self.weights]:
            buffer.freebuffer()
        self.buffers, self.weights = {}, []

    def _buffers(self, frames):
        if frames not in self.buffers:
            self.buffers[frames] = [
                [self._allocate(packing.frame_bytes(port) * frames) for port in ports]
                for ports in (self.inputs, self.outputs)
            ]
        return self.buffers[frames]

    def _allocate(self, size):
        return self.pynq.allocate(shape=(size,), dtype=self.numpy.uint8)

    def _weights(self, port):
        """A port of streamed weights with its DMA's channel and a buffer of what it takes for each frame."""
        with open(os.path.join(HERE, "weights", port["name"] + ".txt")) as file:
            text = file.read()
        self.streamed.update(text.encode())
        data = packing.read_words(text.split(), port["wordBytes"]) * port["positions"]
        buffer = self._allocate(len(data))
        buffer[:] = self.numpy.frombuffer(data, dtype=self.numpy.uint8)
        return port, self._dma(port).sendchannel, buffer

    def _read_parameters(self, path):
        design = self.design["loads"]["design"]
        return packing.read_parameters(path or self._own_parameters(), design, self.streamed.hexdigest())

    @staticmethod
    def _own_parameters():
        beside = os.path.join(HERE, "parameters.txt")
        return beside if os.path.exists(beside) else os.path.join(HERE, "..", "tb", "parameters.txt")

    def _dma(self, port):
        return getattr(self.overlay, port["dma"])

    def _call_now(self, frames, into, out):
        waiting.finish(self.interrupts, lambda how: self._call(frames, into, out, how))

    async def _call(self, frames, into, out, how):
        """One call of the design: `frames` frames in, as many results out."""
        if not self.loaded:
            await self._load(None, None, how)
        deadline = self._idle()
        receiving = [(port, self._dma(port).recvchannel) for port in self.outputs]
        sending = [(port, self._dma(port).sendchannel) for port in self.inputs]
        for (_, channel), buffer in zip(receiving, out):
            channel.transfer(buffer)
        self.core.write(self.design["registers"]["frames"], frames)
        self.core.write(CONTROL, START)
        for (_, channel), buffer in zip(sending, into):
            channel.transfer(buffer)
        for _ in range(frames if self.weights else 0):
            for _, channel, buffer in self.weights:
                channel.transfer(buffer)
            # A frame ends sooner than Python wakes.
            for port, channel, _ in self.weights:
                await self._wait(port, channel, deadline, waiting.YIELDS if how == waiting.YIELDS else waiting.ASKS)
        for port, channel in sending + receiving:
            await self._wait(port, channel, deadline, how)

    def _idle(self):
        """Waits until no call is under way, and gives the time by which the next has to end."""
        deadline = time.monotonic() + self.timeout
        while not self.core.read(CONTROL) & IDLE:
            if time.monotonic() > deadline:
                raise TimeoutError("the design has not ended its last call within %g s" % self.timeout)
        return time.monotonic() + self.timeout

    async def _wait(self, port, channel, deadline, how):
        def stuck():
            return TimeoutError(
                "%s (%s) has not ended within %g s: the bitstream is of another design, or the design is stuck"
                % (port["name"], port["dma"], self.timeout)
            )

        await waiting.ended(channel, how, self.wired, deadline, stuck)


def main(arguments=None):
    parser = argparse.ArgumentParser(description="Runs frames through the design on a board with PYNQ.")
    parser.add_argument("--bitfile", required=True, help="NET.bit; NET.hwh must lie beside it")
    parser.add_argument("--check", action="store_true", help="compare the golden vectors")
    parser.add_argument("--vectors", default=os.path.join(HERE, "vectors.txt"), help="the golden vectors")
    parser.add_argument("--throughput", type=int, metavar="BATCH", help="frames per second in batches of BATCH frames")
    parser.add_argument("--parameters", help="parameters to load first: tb/parameters.txt of a generated project")
    parser.add_argument("--layer", help="the only layer that takes them")
    parser.add_argument("--input", help="frames [N, H, W, C] of whole numbers, .npy, or .npz by layer")
    parser.add_argument("--output", help="where results go, .npy, or .npz with several outputs")
    parser.add_argument("--batch", type=int, default=100, help="frames of one call (default: 100)")
    parser.add_argument("--ask", action="store_true", help="ask for the ends of transfers, where there are interrupts, too")
    options = parser.parse_args(arguments)
    if options.input and not options.output:
        parser.error("--input needs --output")

    import numpy

    accelerator = Accelerator(options.bitfile, batch=options.batch, interrupts=not options.ask)
    try:
        if options.parameters:
            accelerator.load_parameters(options.parameters, options.layer)
        if options.check:
            differences = accelerator.check(options.vectors)
            for difference in differences:
                print("difference: " + difference)
            if differences:
                return 1
            print("all as expected")
        if options.throughput:
            print(json.dumps(accelerator.throughput(options.throughput)))
        if options.input:
            loaded = numpy.load(options.input)
            frames = {name: loaded[name] for name in loaded.files} if hasattr(loaded, "files") else loaded
            if isinstance(frames, dict) and len(accelerator.inputs) == 1:
                frames = frames.get(accelerator.inputs[0]["layer"], frames.get("images"))
            results = accelerator.run(frames)
            if isinstance(results, dict):
                numpy.savez(options.output, **results)
            else:
                numpy.save(options.output, results)
    finally:
        accelerator.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
