// Processes of the bounded simulation (-DBNN_BOUNDED): one thread each, of which one runs at a time.
#ifndef BNN_SIM_BOUNDED_H
#define BNN_SIM_BOUNDED_H

#include <condition_variable>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace bnn_sim {

struct Process {
  std::string name;
  std::function<void()> body;
  std::thread thread;
  std::condition_variable turn;
  bool finished;
  /** What it waits for: "full" or "empty", and the stream; for the report of a deadlock. */
  const char *waits;
  std::string stream;
  size_t depth;
};

struct Scheduler {
  std::mutex lock;
  std::condition_variable done;
  std::vector<std::unique_ptr<Process>> processes;
  Process *running;
  /** Words moved since a process last had to wait, and processes that have waited since without any. */
  unsigned long long moved;
  size_t idle;
};

inline Scheduler &scheduler() {
  static Scheduler one = {{}, {}, {}, nullptr, 0, 0};
  return one;
}
inline Process *&this_process() {
  static thread_local Process *process = nullptr;
  return process;
}
inline bool in_process() { return this_process() != nullptr; }
inline void progress() { ++scheduler().moved; }

inline void report_deadlock() {
  std::fprintf(stderr, "simulation: deadlock, no process can go on\n");
  for (const std::unique_ptr<Process> &p : scheduler().processes) {
    if (p->finished) continue;
    std::fprintf(stderr, "  %s waits: stream '%s' is %s (depth %zu)\n", p->name.c_str(), p->stream.c_str(), p->waits, p->depth);
  }
  std::fflush(nullptr);
  std::_Exit(71);
}

/** Lets the next process that has not finished run, if there is one. Called with the lock held. */
inline void hand_on(Process *from) {
  Scheduler &s = scheduler();
  size_t at = 0;
  while (at < s.processes.size() && s.processes[at].get() != from) ++at;
  for (size_t step = 1; step <= s.processes.size(); ++step) {
    Process *next = s.processes[(at + step) % s.processes.size()].get();
    if (next->finished) continue;
    s.running = next;
    next->turn.notify_one();
    return;
  }
  s.running = nullptr;
  s.done.notify_one();
}

inline size_t unfinished() {
  size_t count = 0;
  for (const std::unique_ptr<Process> &p : scheduler().processes) count += p->finished ? 0 : 1;
  return count;
}

/** The calling process can't go on with `stream`, which is full or empty: lets another one run. */
inline void wait(const char *state, const char *stream, size_t depth) {
  Process *self = this_process();
  if (self == nullptr) {
    std::fprintf(stderr, "simulation: stream '%s' was read while empty\n", stream);
    std::exit(70);
  }
  Scheduler &s = scheduler();
  std::unique_lock<std::mutex> held(s.lock);
  self->waits = state;
  self->stream = stream;
  self->depth = depth;
  s.idle = s.moved == 0 ? s.idle + 1 : 1;
  s.moved = 0;
  if (s.idle > unfinished()) report_deadlock();
  hand_on(self);
  self->turn.wait(held, [&] { return s.running == self; });
}

inline void add_process(const char *name, std::function<void()> body) {
  std::unique_ptr<Process> p(new Process());
  p->name = name;
  p->body = std::move(body);
  p->finished = false;
  p->waits = "";
  scheduler().processes.push_back(std::move(p));
}

/** Runs the processes that were added until all have finished. */
inline void run_processes() {
  Scheduler &s = scheduler();
  s.moved = 0;
  s.idle = 0;
  s.running = nullptr;
  for (const std::unique_ptr<Process> &p : s.processes) {
    Process *self = p.get();
    self->thread = std::thread([self] {
      Scheduler &sched = scheduler();
      this_process() = self;
      {
        std::unique_lock<std::mutex> held(sched.lock);
        self->turn.wait(held, [&] { return sched.running == self; });
      }
      self->body();
      std::unique_lock<std::mutex> held(sched.lock);
      self->finished = true;
      ++sched.moved;
      hand_on(self);
    });
  }
  {
    std::unique_lock<std::mutex> held(s.lock);
    if (!s.processes.empty()) {
      s.running = s.processes.front().get();
      s.running->turn.notify_one();
      s.done.wait(held, [&] { return s.running == nullptr; });
    }
  }
  for (const std::unique_ptr<Process> &p : s.processes) p->thread.join();
  s.processes.clear();
}

}  // namespace bnn_sim

#endif
