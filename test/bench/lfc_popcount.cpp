// The peer of `npm run bench golden`: LFC (784-1024-1024-1024-10, one bit a weight and activation) as a plain C++
// program, XNOR and population count over 64-bit words, one image at a time. Weights and images are random: their
// values do not change the work. Prints nanoseconds an image and a checksum that keeps the work from being dropped.
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <vector>

namespace {

typedef std::vector<uint64_t> Words;

uint64_t randomWord() {
  static uint64_t state = 0x9e3779b97f4a7c15ull;
  state ^= state << 13;
  state ^= state >> 7;
  state ^= state << 17;
  return state;
}

struct Layer {
  int inputs, units, words;
  Words weights;
  std::vector<int> thresholds;

  Layer(int in, int out) : inputs(in), units(out), words((in + 63) / 64), weights(size_t(out) * words), thresholds(out, 0) {
    const uint64_t last = in % 64 == 0 ? ~0ull : (1ull << (in % 64)) - 1;
    for (size_t at = 0; at < weights.size(); ++at) weights[at] = randomWord() & (int(at % words) == words - 1 ? last : ~0ull);
  }

  int sum(const uint64_t *activations, int unit) const {
    const uint64_t *row = &weights[size_t(unit) * words];
    int ones = 0;
    for (int word = 0; word < words; ++word) ones += __builtin_popcountll(activations[word] ^ row[word]);
    return inputs - 2 * ones;
  }

  void activate(const uint64_t *activations, uint64_t *out) const {
    for (int base = 0; base < units; base += 64) {
      uint64_t word = 0;
      for (int bit = 0; bit < 64; ++bit) word |= uint64_t(sum(activations, base + bit) >= thresholds[base + bit]) << bit;
      out[base / 64] = word;
    }
  }
};

}  // namespace

int main(int argc, char **argv) {
  const int images = argc > 1 ? std::atoi(argv[1]) : 10000;
  const Layer fc0(784, 1024), fc1(1024, 1024), fc2(1024, 1024), fc3(1024, 10);
  Words frames(size_t(images) * fc0.words);
  for (size_t at = 0; at < frames.size(); ++at) frames[at] = randomWord();
  // The last word of a frame has 784 - 12*64 = 16 values.
  for (int image = 0; image < images; ++image) frames[size_t(image) * fc0.words + fc0.words - 1] &= 0xffff;
  Words a(16), b(16);
  long checksum = 0;
  const auto started = std::chrono::steady_clock::now();
  for (int image = 0; image < images; ++image) {
    fc0.activate(&frames[size_t(image) * fc0.words], a.data());
    fc1.activate(a.data(), b.data());
    fc2.activate(b.data(), a.data());
    int best = 0;
    int bestSum = fc3.sum(a.data(), 0);
    for (int unit = 1; unit < fc3.units; ++unit) {
      const int sum = fc3.sum(a.data(), unit);
      if (sum > bestSum) best = unit, bestSum = sum;
    }
    checksum += best;
  }
  const std::chrono::duration<double, std::nano> elapsed = std::chrono::steady_clock::now() - started;
  std::printf("%.0f %ld\n", elapsed.count() / images, checksum);
  return 0;
}
