// All engines of the library.
#ifndef BNN_HPP
#define BNN_HPP

#include "add.hpp"
#include "argmax.hpp"
#include "concat.hpp"
#include "duplicate.hpp"
#include "dwmvtu.hpp"
#include "loading.hpp"
#include "mvtu.hpp"
#include "pad.hpp"
#include "pool.hpp"
#include "sliding_window.hpp"
#include "stream_io.hpp"
#include "threshold.hpp"
#include "upsample.hpp"
#include "width_converter.hpp"

#endif
