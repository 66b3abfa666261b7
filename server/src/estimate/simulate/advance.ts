import { NO_LINK, READS_ALL, READS_NONE, type Actor, type Link, type Machine, type Wait } from './actors.js';

/**
 * Lets every engine go on until `until` of the last streams' frames have been read (all, where it is not given). Time
 * is carried by the words and the free slots, so that engines need no common clock: each goes as far as it can and hands
 * on to the neighbour that it waits for. Gives the circle of waits where none can go on.
 */
export function advance(machine: Machine, until = Infinity): readonly Wait[] | undefined {
  for (const { to, finished } of machine.ends) {
    const deadlock = pursue(machine, to, () => finished.length >= until);
    if (deadlock) return deadlock;
  }
  if (until !== Infinity) return undefined;
  // What the last results did not need, such as rows below the last window.
  for (let at = 0; at < machine.actors.length; at++) {
    const deadlock = pursue(machine, at, () => false);
    if (deadlock) return deadlock;
  }
  return undefined;
}

function pursue({ actors }: Machine, goal: number, reached: () => boolean): readonly Wait[] | undefined {
  let at = goal;
  let stuck = 0;
  let circle: Wait[] = [];
  while (actors[goal]?.done === false && !reached()) {
    const actor = actors[at];
    if (!actor) return undefined;
    const before = actor.at;
    const wait = go(actor);
    if (actor.at !== before) {
      stuck = 0;
      circle = [];
    } else if (++stuck > actors.length) {
      // Whoever is still met after so many turns without a step stands in a circle.
      if (wait) circle.push(wait);
      if (stuck > 2 * actors.length) return circle;
    }
    if (wait) at = wait.full ? wait.link.to : wait.link.from;
    else at = goal;
  }
  return undefined;
}

/** Runs one engine's iterations until it has to wait or is done. */
function go(actor: Actor): Wait | undefined {
  const { counts, gaps, reads, writes, inputs, outputs, prologue, idle, pace } = actor;
  const runs = counts.length;
  if (actor.done) return undefined;
  // Nearly all engines read one stream, write one and never wait for a clock.
  const plain = !pace && inputs.length < 2 && outputs.length < 2;
  for (;;) {
    if (plain) {
      const wait = hasten(actor, inputs[0], outputs[0]);
      if (wait) return wait;
    }
    const gap = gaps[actor.run] ?? 1;
    const port = reads[actor.run] ?? READS_NONE;
    const writing = writes[actor.run] === 1;
    if (port === READS_NONE && !writing && actor.left > 0) {
      // Nothing to wait for: all these iterations at once.
      if (isOver(actor)) {
        actor.done = true;
        return undefined;
      }
      actor.at += actor.lead + gap * actor.left;
      actor.lead = 0;
      actor.left = 0;
    }
    while (actor.left > 0) {
      let time = actor.at + gap + actor.lead;
      let moves = false;
      if (port >= 0) {
        const link = inputs[port];
        if (link && link.read < link.total) {
          if (link.read === link.written) return link.empty;
          const written = link.times[link.readSlot] ?? 0;
          if (written >= time) time = written + 1;
          moves = true;
        }
      } else if (port === READS_ALL) {
        for (const link of inputs) {
          if (link.read === link.total) continue;
          if (link.read === link.written) return link.empty;
          const written = link.times[link.readSlot] ?? 0;
          if (written >= time) time = written + 1;
          moves = true;
        }
      }
      if (writing) {
        for (const link of outputs) {
          if (link.written === link.total) continue;
          if (link.written - link.read === link.depth) return link.full;
          const free = link.times[link.writeSlot] ?? 0;
          if (free >= time) time = free + 1;
          moves = true;
        }
        if (pace) {
          const offered = Math.floor(((outputs[0]?.written ?? 0) * pace.cycles) / pace.words);
          if (offered > time) time = offered;
        }
      }
      if (!moves && isOver(actor)) {
        actor.done = true;
        return undefined;
      }
      if (port >= 0) {
        const link = inputs[port];
        if (link && link.read < link.total) take(link, time);
      } else if (port === READS_ALL) {
        for (const link of inputs) if (link.read < link.total) take(link, time);
      }
      if (writing) {
        for (const link of outputs) {
          if (link.written === link.total) continue;
          link.times[link.writeSlot] = time;
          link.written++;
          if (++link.writeSlot === link.depth) link.writeSlot = 0;
        }
      }
      actor.at = time;
      actor.lead = 0;
      actor.left--;
    }
    if (++actor.run === runs) {
      actor.run = prologue;
      actor.lead = idle;
    } else if (actor.run === prologue) actor.lead = idle;
    actor.left = counts[actor.run] ?? 0;
  }
}

/**
 * The iterations of an engine that reads one stream or none and writes one or none, run after run, of which neither ends
 * meanwhile. The same as the loop above takes, with its state in variables of its own, which is several times as fast.
 */
function hasten(actor: Actor, link: Link | undefined, out: Link | undefined): Wait | undefined {
  const { counts, gaps, reads, writes, prologue, idle } = actor;
  const runs = counts.length;
  const { times, readTimes, depth, words, written } = link ?? NO_LINK;
  let { read, readSlot, laterRead, laterSlot, peak, sum, leftOfFrame } = link ?? NO_LINK;
  const { times: outTimes, depth: outDepth } = out ?? NO_LINK;
  let outSlot = out?.writeSlot ?? 0;
  const roomBefore = out ? outDepth - (out.written - out.read) : 0;
  let room = roomBefore;
  /** Words that are still to be read and written, over all frames. */
  let toRead = link ? link.total - read : 0;
  let toWrite = out ? out.total - out.written : 0;
  let { run, at, lead, left } = actor;
  let wait: Wait | undefined;
  for (;;) {
    const gap = gaps[run] ?? 1;
    const reading = (reads[run] ?? READS_NONE) !== READS_NONE;
    const writing = writes[run] === 1;
    if (reading ? toRead < left : toRead === 0 && !writing) break;
    if (writing ? toWrite < left : toWrite === 0 && !reading) break;
    if (!reading && !writing) {
      at += lead + gap * left;
      lead = 0;
      left = 0;
    } else {
      const before = left;
      for (; left > 0; left--) {
        if (reading && read === written) {
          wait = link?.empty;
          break;
        }
        if (writing && room === 0) {
          wait = out?.full;
          break;
        }
        let time = at + gap + lead;
        const came = reading ? (times[readSlot] ?? 0) : -1;
        if (came >= time) time = came + 1;
        if (writing) {
          const free = outTimes[outSlot] ?? 0;
          if (free >= time) time = free + 1;
          outTimes[outSlot] = time;
          if (++outSlot === outDepth) outSlot = 0;
          room--;
        }
        if (reading) {
          while (laterRead < read && (readTimes[laterSlot] ?? 0) <= came) {
            laterRead++;
            if (++laterSlot === depth) laterSlot = 0;
          }
          if (read - laterRead + 1 > peak) peak = read - laterRead + 1;
          readTimes[readSlot] = time;
          times[readSlot] = time;
          read++;
          if (++readSlot === depth) readSlot = 0;
          sum = (sum + time) | 0;
          if (--leftOfFrame === 0) {
            link?.finished.push(time);
            link?.sums.push(sum);
            sum = 0;
            leftOfFrame = words;
          }
        }
        at = time;
        lead = 0;
      }
      if (reading) toRead -= before - left;
      if (writing) toWrite -= before - left;
      if (wait) break;
    }
    if (++run === runs) {
      run = prologue;
      lead = idle;
    } else if (run === prologue) lead = idle;
    left = counts[run] ?? 0;
  }
  if (link) {
    link.read = read;
    link.readSlot = readSlot;
    link.laterRead = laterRead;
    link.laterSlot = laterSlot;
    link.peak = peak;
    link.sum = sum;
    link.leftOfFrame = leftOfFrame;
  }
  if (out) {
    out.written += roomBefore - room;
    out.writeSlot = outSlot;
  }
  actor.run = run;
  actor.at = at;
  actor.lead = lead;
  actor.left = left;
  return wait;
}

function isOver({ inputs, outputs }: Actor): boolean {
  for (const { read, total } of inputs) if (read !== total) return false;
  for (const { written, total } of outputs) if (written !== total) return false;
  return true;
}

/** Reads the next word of a stream. */
function take(link: Link, time: number): void {
  const { times, readTimes, readSlot: slot } = link;
  const written = times[slot] ?? 0;
  // The words that stood in the FIFO behind the write of this one: those before it that were not read by then.
  while (link.laterRead < link.read && (readTimes[link.laterSlot] ?? 0) <= written) {
    link.laterRead++;
    if (++link.laterSlot === link.depth) link.laterSlot = 0;
  }
  const held = link.read - link.laterRead + 1;
  if (held > link.peak) link.peak = held;
  readTimes[slot] = time;
  times[slot] = time;
  link.read++;
  if (++link.readSlot === link.depth) link.readSlot = 0;
  link.sum = (link.sum + time) | 0;
  if (--link.leftOfFrame === 0) {
    link.finished.push(time);
    link.sums.push(link.sum);
    link.sum = 0;
    link.leftOfFrame = link.words;
  }
}
