"""A recorded stand-in for pynq, for tests: a design that answers the frames of its golden vectors and no others.

BNN_RECORDED names the generated project. Every call is kept in `events`. A call of the design is carried out as soon as all
that it needs has been sent; what a real board would do wrong then (too few frames, weights that were not sent) raises.

BNN_RECORDED_INTERRUPTS=yes is a design whose transfers raise interrupts; =late is one that carries a call out only when the
event loop of asyncio has run, so that asking waits for ever.
"""

import asyncio
import json
import os

import numpy

import packing

events = []


class Buffer(numpy.ndarray):
    def freebuffer(self):
        events.append(["free", self.size])


def allocate(shape, dtype):
    events.append(["allocate", int(numpy.prod(shape))])
    return numpy.zeros(shape, dtype=dtype).view(Buffer)


class Channel:
    """One direction of a DMA."""

    error = False

    def __init__(self, overlay, name, port, sends):
        self.overlay, self.name, self.port, self.sends = overlay, name, port, sends
        self.pending = None
        # The interrupt of a transfer that has ended, until it is taken back.
        self.raised = False

    @property
    def idle(self):
        return self.pending is None

    def end(self):
        self.pending = None
        self.raised = True

    def transfer(self, buffer):
        if self.pending is not None:
            raise RuntimeError("DMA channel not idle")
        if buffer.nbytes >= 2**26:
            raise RuntimeError("more than 26 bits of length")
        events.append(["send" if self.sends else "receive", self.name, int(buffer.nbytes)])
        if self.overlay.interrupts and self.raised:
            raise RuntimeError("%s: the interrupt of the transfer before was not taken back" % self.name)
        self.pending = buffer
        if self.overlay.interrupts == "late":
            asyncio.get_event_loop().call_later(0.001, self.overlay.step)
        else:
            self.overlay.step()

    def wait(self):
        if self.pending is not None:
            raise RuntimeError("%s would wait for ever" % self.name)

    async def wait_async(self):
        if not self.overlay.interrupts:
            raise RuntimeError("%s has no interrupt" % self.name)
        if not self.idle:
            events.append(["sleep", self.name])
        while not self.idle:
            await asyncio.sleep(0.001)
        self.raised = False


class Dma:
    pass


class Core:
    """The control port of the design."""

    def __init__(self, overlay):
        self.overlay, self.registers = overlay, {}

    def read(self, offset):
        return 0 if self.overlay.running else 4

    def write(self, offset, value):
        events.append(["write", offset, value])
        self.registers[offset] = value
        if offset == 0 and value & 1:
            self.overlay.running = True
            self.overlay.left = self.registers[self.overlay.design["registers"]["frames"]]
            self.overlay.step()


class Overlay:
    def __init__(self, bitfile):
        events.append(["overlay", os.path.basename(bitfile)])
        root = os.environ["BNN_RECORDED"]
        with open(os.path.join(root, "driver", "design.json")) as file:
            self.design = json.load(file)
        count, golden = packing.read_vectors(os.path.join(root, "tb", "vectors.txt"), self.design["ports"])
        self.running, self.left = False, 0
        self.interrupts = os.environ.get("BNN_RECORDED_INTERRUPTS", "")
        self.interrupt_pins = {}
        loads = self.design["loads"]
        # What the memories hold that can be loaded: the trained parameters, or nothing yet.
        self.parameters = None
        if loads:
            self.trained = packing.read_parameters(os.path.join(root, "tb", "parameters.txt"), loads["design"])
            self.parameters = None if loads["needed"] else self.trained
        self.channels = {}
        for port in self.design["ports"] + self.design["weightPorts"]:
            dma = self.__dict__.setdefault(port["dma"], Dma())
            sends = port.get("direction") != "output"
            channel = Channel(self, port["name"], port, sends)
            if self.interrupts:
                pin = "%s/%s_introut" % (port["dma"], "mm2s" if sends else "s2mm")
                self.interrupt_pins[pin] = {"controller": "interrupts", "index": len(self.interrupt_pins)}
            setattr(dma, "sendchannel" if sends else "recvchannel", channel)
            self.channels[port["name"]] = channel
        self.bnn = Core(self)
        self.inputs = [port for port in self.design["ports"] if port["direction"] == "input"]
        self.outputs = [port for port in self.design["ports"] if port["direction"] == "output"]
        self.answers = {}
        for frame in range(count):
            key, answer = (
                [self.cut(port, golden[port["name"]], frame) for port in ports] for ports in (self.inputs, self.outputs)
            )
            self.answers[tuple(key)] = answer

    @staticmethod
    def cut(port, data, frame):
        size = packing.frame_bytes(port)
        return bytes(data[frame * size : (frame + 1) * size])

    def step(self):
        """Carries out the call that is under way, as far as what was sent allows."""
        if not self.running:
            return
        if self.design["loads"] and self.bnn.registers.get(self.design["registers"]["load"], 0):
            self.load()
            return
        pending = [self.channels[port["name"]].pending for port in self.inputs + self.outputs]
        if any(buffer is None for buffer in pending):
            return
        again = [port for port in self.design["weightPorts"] if port["kind"] == "stream"]
        if self.design["loads"] and self.parameters is None:
            raise RuntimeError("no parameters were loaded")
        if again:
            if any(self.channels[port["name"]].pending is None for port in again):
                return
            for port in again:
                self.channels[port["name"]].end()
            self.left -= 1
            if self.left > 0:
                return
        self.finish(pending)

    def load(self):
        """Takes parameters, in a call without frames."""
        if self.bnn.registers[self.design["registers"]["frames"]] != 0:
            raise RuntimeError("frames would be computed with parameters that are not there yet")
        channel = next(self.channels[port["name"]] for port in self.design["weightPorts"] if port["kind"] == "load")
        if channel.pending is None:
            return
        if channel.pending.nbytes != len(self.trained):
            raise RuntimeError("%d bytes of parameters, not %d" % (channel.pending.nbytes, len(self.trained)))
        self.parameters = bytes(channel.pending)
        channel.end()
        self.running = False

    def finish(self, pending):
        frames = self.bnn.registers[self.design["registers"]["frames"]]
        for port, buffer in zip(self.inputs + self.outputs, pending):
            if buffer.nbytes != frames * packing.frame_bytes(port):
                raise RuntimeError("%s: %d bytes for %d frames" % (port["name"], buffer.nbytes, frames))
        for frame in range(frames):
            key = tuple(self.cut(port, bytes(buffer), frame) for port, buffer in zip(self.inputs, pending))
            answer = self.answers.get(key)
            if self.design["loads"] and self.parameters != self.trained:
                answer = None  # other parameters give other results
            for at, port in enumerate(self.outputs):
                size = packing.frame_bytes(port)
                data = numpy.frombuffer(answer[at], dtype=numpy.uint8) if answer else 0
                pending[len(self.inputs) + at][frame * size : (frame + 1) * size] = data
        if os.environ.get("BNN_RECORDED_FAULT") == "bit":
            pending[-1][0] ^= 1
        for port in self.inputs + self.outputs:
            self.channels[port["name"]].end()
        self.running = False
