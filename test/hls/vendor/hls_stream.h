// A strict model of the vendor's open hls_stream.h: unbounded, its state is asked for of a stream that is not const, and
// it is named by a text. Stricter in one thing: reading an empty stream stops the program.
#ifndef TEST_HLS_VENDOR_HLS_STREAM_H
#define TEST_HLS_VENDOR_HLS_STREAM_H

#include <cstdio>
#include <cstdlib>
#include <deque>
#include <string>

namespace hls {

template <typename T>
class stream {
 public:
  stream() : name_("hls_stream") {}
  stream(const std::string name) : name_(name) {}
  virtual ~stream() {}

  bool empty() { return words_.empty(); }
  bool full() const { return false; }
  size_t size() { return words_.size(); }
  void read(T &head) { head = read(); }
  T read() {
    if (words_.empty()) {
      std::fprintf(stderr, "stream '%s' is read while empty\n", name_.c_str());
      std::exit(73);
    }
    const T word = words_.front();
    words_.pop_front();
    return word;
  }
  void write(const T &tail) { words_.push_back(tail); }

 private:
  std::string name_;
  std::deque<T> words_;
  stream(const stream &);
  stream &operator=(const stream &);
};

}  // namespace hls

#endif
