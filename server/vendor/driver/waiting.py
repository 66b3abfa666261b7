"""Waiting for the ends of DMA transfers: by interrupts where the design has them, else by asking.

PYNQ hands interrupts to Python through asyncio, so that waiting is a coroutine here. A program without an event loop of its
own never sees that: `finish` runs it to its end.
"""

import asyncio
import time

# How a call waits. ASKS never pauses, so that no event loop is needed; YIELDS lets other coroutines run between two questions;
# SLEEPS is woken by the interrupt.
ASKS, YIELDS, SLEEPS = "asks", "yields", "sleeps"


def interrupts_of(overlay, ports):
    """Whether the ends of all transfers reach the processor: projects generated with --interrupts wire them so."""
    pins = getattr(overlay, "interrupt_pins", None) or {}
    names = {False: "mm2s_introut", True: "s2mm_introut"}
    return all("%s/%s" % (port["dma"], names[port.get("direction") == "output"]) in pins for port in ports)


def finish(interrupts, work):
    """What the coroutine `work(how)` gives. Where an event loop runs already, as in a notebook, nothing can be waited for from
    outside of it: there the transfers are asked."""
    loop = _idle_loop() if interrupts else None
    if loop:
        return loop.run_until_complete(work(SLEEPS))
    try:
        work(ASKS).send(None)
    except StopIteration as end:
        return end.value
    raise RuntimeError("a call that asks has paused")


async def ended(channel, how, wired, deadline, stuck):
    """Waits for the transfer of a channel. `wired` says whether it raises interrupts, `stuck()` makes the exception of one
    that has not ended by the deadline."""
    if how == SLEEPS:
        try:
            await asyncio.wait_for(channel.wait_async(), max(0.0, deadline - time.monotonic()))
            return
        except asyncio.TimeoutError:
            # A transfer that failed raises no such interrupt.
            if not getattr(channel, "error", False):
                raise stuck() from None
    while not channel.idle:
        if getattr(channel, "error", False):
            break  # wait() says which
        if time.monotonic() > deadline:
            raise stuck()
        if how == YIELDS:
            await asyncio.sleep(0)
    channel.wait()
    if wired:
        # Ends at once, and takes the interrupt back: what is left of it would wake the next wait too soon.
        await channel.wait_async()


def _idle_loop():
    """The event loop of this thread, where none of its coroutines is running. PYNQ listens on that of the main thread."""
    try:
        loop = asyncio.get_event_loop()
    except RuntimeError:
        return None
    return None if loop.is_running() else loop
