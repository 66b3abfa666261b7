// Simulation stand-in for the vendor's hls_stream.h.
//
// Mode 1 (default): unbounded FIFOs. Processes run one after another in topological order, each over all frames.
// Mode 2 (-DBNN_BOUNDED): a FIFO holds as many words as set_depth said, each process has a thread of its own, and a
// write to a full FIFO or a read from an empty one waits. One thread runs at a time and hands on when it has to wait,
// so that a run is repeatable and a deadlock is seen at once: no process can go on.
#ifndef BNN_SIM_HLS_STREAM_H
#define BNN_SIM_HLS_STREAM_H

#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <string>

#ifdef BNN_BOUNDED
#include <vector>

#include "bounded.h"
#endif

namespace hls {

template <class T>
class stream {
 public:
  stream() : stream("stream") {}
  explicit stream(const char *name) : name_(name), words_(nullptr), capacity_(0), head_(0), size_(0), depth_(2), most_(0) {}
  ~stream() { delete[] words_; }
  stream(const stream &) = delete;
  stream &operator=(const stream &) = delete;

  T read() {
#ifdef BNN_BOUNDED
    while (size_ == 0) bnn_sim::wait("empty", name_.c_str(), depth_);
#else
    if (size_ == 0) underflow();
#endif
    const T value = words_[head_];
    head_ = (head_ + 1) & (capacity_ - 1);
    --size_;
#ifdef BNN_BOUNDED
    bnn_sim::progress();
#endif
    return value;
  }
  void read(T &value) { value = read(); }

  void write(const T &value) {
#ifdef BNN_BOUNDED
    while (size_ >= depth_ && bnn_sim::in_process()) bnn_sim::wait("full", name_.c_str(), depth_);
    bnn_sim::progress();
    if (recording_) recorded_.push_back(value);
#endif
    if (size_ == capacity_) grow();
    words_[(head_ + size_) & (capacity_ - 1)] = value;
    if (++size_ > most_) most_ = size_;
  }

  /** Stops the simulation: a process that reads this stream has found that its own schedule is wrong. */
  void fail(const char *why) const {
    std::fprintf(stderr, "simulation: stream '%s': %s\n", name_.c_str(), why);
    std::exit(70);
  }

  bool empty() const { return size_ == 0; }
  size_t size() const { return size_; }
  /** Words that the FIFO holds in mode 2. */
  void set_depth(size_t depth) { depth_ = depth; }
#ifdef BNN_BOUNDED
  /** Keeps all words that are written from here on. */
  void record() { recording_ = true; }
  const std::vector<T> &recorded() const { return recorded_; }
#endif
  /** The most words that it has held. */
  size_t most() const { return most_; }

 private:
  std::string name_;
  T *words_;
  size_t capacity_, head_, size_, depth_, most_;
#ifdef BNN_BOUNDED
  bool recording_ = false;
  std::vector<T> recorded_;
#endif

  void grow() {
    const size_t larger = capacity_ == 0 ? 16 : 2 * capacity_;
    T *words = new T[larger];
    for (size_t i = 0; i < size_; ++i) words[i] = words_[(head_ + i) & (capacity_ - 1)];
    delete[] words_;
    words_ = words;
    capacity_ = larger;
    head_ = 0;
  }
  void underflow() const {
    std::fprintf(stderr, "simulation: stream '%s' was read while empty\n", name_.c_str());
    std::exit(70);
  }
};

}  // namespace hls

#endif
