import { READS_ALL, READS_NONE, type Actor, type Link, type Machine } from './actors.js';

/** Why an engine stands still: a word that has not come, or a slot that is not free. */
export interface Wait {
  readonly link: Link;
  readonly full: boolean;
}

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
  for (;;) {
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
    } else if (port >= 0 && !pace && (!writing || outputs.length === 1)) {
      const [link, out] = [inputs[port], writing ? outputs[0] : undefined];
      if (link && hasWords(link, out, actor.left)) {
        const wait = hasten(actor, gap, link, out);
        if (wait) return wait;
      }
    }
    while (actor.left > 0) {
      let time = actor.at + gap + actor.lead;
      let moves = false;
      if (port >= 0) {
        const link = inputs[port];
        if (link && link.read < link.total) {
          if (link.read === link.written) return { link, full: false };
          const written = link.times[link.readSlot] ?? 0;
          if (written >= time) time = written + 1;
          moves = true;
        }
      } else if (port === READS_ALL) {
        for (const link of inputs) {
          if (link.read === link.total) continue;
          if (link.read === link.written) return { link, full: false };
          const written = link.times[link.readSlot] ?? 0;
          if (written >= time) time = written + 1;
          moves = true;
        }
      }
      if (writing) {
        for (const link of outputs) {
          if (link.written === link.total) continue;
          if (link.written - link.read === link.depth) return { link, full: true };
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

/** Whether so many words are still to come on a stream in, and to go on the one out. */
function hasWords(link: Link, out: Link | undefined, count: number): boolean {
  return link.read + count <= link.total && (!out || out.written + count <= out.total);
}

/**
 * The iterations that are left of a run from one stream to none or one, of which neither ends meanwhile: what nearly all
 * are. The same as the loop below takes, with its state in variables of its own, which is twice as fast.
 */
function hasten(actor: Actor, gap: number, link: Link, out: Link | undefined): Wait | undefined {
  const { times, readTimes, depth, words, written } = link;
  let { read, readSlot, laterRead, laterSlot, peak, sum, leftOfFrame } = link;
  const outTimes = out?.times ?? times;
  const outDepth = out?.depth ?? 0;
  let [outSlot, room] = [out?.writeSlot ?? 0, out ? outDepth - (out.written - out.read) : Infinity];
  let { at, lead, left } = actor;
  const before = left;
  let wait: Wait | undefined;
  for (; left > 0; left--) {
    if (read === written) {
      wait = { link, full: false };
      break;
    }
    if (room === 0) {
      wait = out && { link: out, full: true };
      break;
    }
    let time = at + gap + lead;
    const came = times[readSlot] ?? 0;
    if (came >= time) time = came + 1;
    if (out) {
      const free = outTimes[outSlot] ?? 0;
      if (free >= time) time = free + 1;
      outTimes[outSlot] = time;
      if (++outSlot === outDepth) outSlot = 0;
      room--;
    }
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
      link.finished.push(time);
      link.sums.push(sum);
      sum = 0;
      leftOfFrame = words;
    }
    at = time;
    lead = 0;
  }
  link.read = read;
  link.readSlot = readSlot;
  link.laterRead = laterRead;
  link.laterSlot = laterSlot;
  link.peak = peak;
  link.sum = sum;
  link.leftOfFrame = leftOfFrame;
  if (out) {
    out.written += before - left;
    out.writeSlot = outSlot;
  }
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
