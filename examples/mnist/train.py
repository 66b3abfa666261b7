#!/usr/bin/env python3
"""Trains SFC or TFC on MNIST with 1-bit weights and activations, and writes the .npz that sfc.bnn and tfc.bnn name.

    python3 train.py --mnist FOLDER --units 256 --out sfc.npz          # SFC
    python3 train.py --mnist FOLDER --units 64  --out tfc.npz          # TFC

FOLDER holds the four files of MNIST as they are distributed (train-images-idx3-ubyte, train-labels-idx1-ubyte,
t10k-images-idx3-ubyte, t10k-labels-idx1-ubyte; with or without .gz). Instead, --train FILE.npz --test FILE.npz takes
`images` [N, 784] and `labels` [N], pixels 0..255 or already -1 and +1. Needs numpy and PyTorch (1.13 or newer).

What is trained is what the hardware computes:
  - an image is binarised: +1 where a pixel is at least 128, else -1;
  - a weight is the sign of a float that is kept in [-1, 1]; the gradient passes the sign unchanged where that float
    (or, for an activation, its input) lies within [-1, 1], and is 0 elsewhere: the straight-through estimator
    (Hubara et al., "Binarized Neural Networks", arXiv 1602.02830);
  - a hidden layer is sum -> batch norm -> sign, and the batch norm of a sign is only a threshold on the whole sum;
  - the last layer gives its sums; a fixed factor scales them for the loss and changes no argmax.

What is exported is what LANGUAGE calls the parameters of a layer: `fcK.weights` int8 [out, in], `fcK.thresholds` int32
[out, 1] on the sums of -1 and +1, and `fcK.falling` bool [out] where a batch norm has a negative gamma. At the end the
exported integers classify the test images with numpy alone, and must agree with PyTorch on every one.
"""

import argparse
import gzip
import os
import sys

import numpy as np

HIDDEN = 3
CLASSES = 10


def main():
    arguments = parse_arguments()
    train_images, train_labels, test_images, test_labels = read_data(arguments)
    print(f"{len(train_images)} images to train on, {len(test_images)} to test on")
    layers, predict = train(arguments, train_images, train_labels, test_images, test_labels)
    parameters = export(layers)
    np.savez_compressed(arguments.out, **parameters)
    predictions = classify(parameters, test_images)
    differences = int((predictions != predict(test_images)).sum())
    print(f"{arguments.out}: {100 * (predictions == test_labels).mean():.2f} % of the test images right, from the integers")
    if differences:
        sys.exit(f"error: the exported integers and PyTorch differ on {differences} test images")


def parse_arguments():
    parser = argparse.ArgumentParser(description="Trains SFC or TFC with 1-bit weights and activations.")
    parser.add_argument("--mnist", help="folder with the four files of MNIST")
    parser.add_argument("--train", help=".npz of images and labels to train on")
    parser.add_argument("--test", help=".npz of images and labels to test on")
    parser.add_argument("--units", type=int, default=256, help="neurons of each hidden layer (256: SFC, 64: TFC)")
    parser.add_argument("--epochs", type=int, default=100)
    parser.add_argument("--batch", type=int, default=100)
    parser.add_argument("--rate", type=float, default=3e-3, help="learning rate at the start; it falls to 1 %% of that")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", required=True, help="the .npz to write")
    arguments = parser.parse_args()
    if not arguments.mnist and not (arguments.train and arguments.test):
        parser.error("give --mnist, or --train and --test")
    return arguments


# --- data


def read_data(arguments):
    if arguments.mnist:
        train = (idx(arguments.mnist, "train-images-idx3-ubyte"), idx(arguments.mnist, "train-labels-idx1-ubyte"))
        test = (idx(arguments.mnist, "t10k-images-idx3-ubyte"), idx(arguments.mnist, "t10k-labels-idx1-ubyte"))
    else:
        train, test = npz(arguments.train), npz(arguments.test)
    return binarise(train[0]), train[1].astype(np.int64), binarise(test[0]), test[1].astype(np.int64)


def idx(folder, name):
    """One file of MNIST: a magic number with the rank in its last byte, the extents, the bytes."""
    path = os.path.join(folder, name)
    opened = open(path, "rb") if os.path.exists(path) else gzip.open(path + ".gz", "rb")
    with opened as file:
        content = file.read()
    rank = content[3]
    extents = np.frombuffer(content, ">u4", rank, 4)
    return np.frombuffer(content, np.uint8, offset=4 + 4 * rank).reshape(extents)


def npz(path):
    with np.load(path) as arrays:
        return arrays["images"], arrays["labels"]


def binarise(images):
    """[N, 784] of -1 and +1. Images that are already of -1 and +1 stay as they are."""
    flat = images.reshape(len(images), -1)
    threshold = 0 if flat.min() < 0 else 128
    return np.where(flat >= threshold, 1, -1).astype(np.int8)


# --- training


def train(arguments, train_images, train_labels, test_images, test_labels):
    """Gives the trained layers as numpy arrays, and a function that classifies images as PyTorch does."""
    import torch
    from torch import nn
    from torch.nn import functional

    torch.manual_seed(arguments.seed)

    class Sign(torch.autograd.Function):
        @staticmethod
        def forward(context, value):
            context.save_for_backward(value)
            return torch.where(value >= 0, 1.0, -1.0)

        @staticmethod
        def backward(context, gradient):
            (value,) = context.saved_tensors
            return gradient * (value.abs() <= 1)

    class BinaryLinear(nn.Module):
        def __init__(self, inputs, outputs):
            super().__init__()
            self.weight = nn.Parameter(torch.empty(outputs, inputs).uniform_(-0.5, 0.5))

        def forward(self, value):
            return functional.linear(value, Sign.apply(self.weight))

    class Network(nn.Module):
        def __init__(self, inputs, units):
            super().__init__()
            widths = [inputs] + [units] * HIDDEN
            self.hidden = nn.ModuleList(BinaryLinear(a, b) for a, b in zip(widths, widths[1:]))
            self.norms = nn.ModuleList(nn.BatchNorm1d(units) for _ in range(HIDDEN))
            self.last = BinaryLinear(units, CLASSES)

        def forward(self, value):
            for linear, norm in zip(self.hidden, self.norms):
                value = Sign.apply(norm(linear(value)))
            return self.last(value)

    images, labels = torch.from_numpy(train_images).float(), torch.from_numpy(train_labels)
    network = Network(images.shape[1], arguments.units)
    optimiser = torch.optim.Adam(network.parameters(), lr=arguments.rate)
    steps = arguments.epochs * -(-len(images) // arguments.batch)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, steps, eta_min=arguments.rate / 100)

    @torch.no_grad()
    def predict(batch):
        network.eval()
        # The sums are whole numbers far below 2^24, so 32-bit floats hold them exactly. The first of equal sums wins.
        return classify_sums(network(torch.from_numpy(batch).float()).numpy())

    for epoch in range(arguments.epochs):
        network.train()
        for chosen in torch.randperm(len(images)).split(arguments.batch):
            if len(chosen) < 2:
                continue
            loss = functional.cross_entropy(network(images[chosen]) / arguments.units**0.5, labels[chosen])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
            with torch.no_grad():
                for linear in [*network.hidden, network.last]:
                    linear.weight.clamp_(-1, 1)
        right = 100 * (predict(test_images) == test_labels).mean()
        print(f"epoch {epoch + 1}/{arguments.epochs}: loss {loss.item():.3f}, test {right:.2f} %", flush=True)

    layers = []
    for linear, norm in zip(network.hidden, network.norms):
        layers.append({"weights": signs(linear.weight), "norm": norm_arrays(norm)})
    layers.append({"weights": signs(network.last.weight), "norm": None})
    return layers, predict


def signs(weight):
    return np.where(weight.detach().numpy() >= 0, 1, -1).astype(np.int8)


def norm_arrays(norm):
    """PyTorch's own evaluation, one float32 operation after the other, so that the thresholds are those of its sign."""
    import torch

    @torch.no_grad()
    def evaluate(sums):
        norm.eval()
        return norm(torch.from_numpy(sums.astype(np.float32))).numpy()

    return {"gamma": norm.weight.detach().numpy().astype(np.float64), "evaluate": evaluate}


# --- export: numpy alone


def export(layers):
    parameters = {}
    for index, layer in enumerate(layers):
        name = f"fc{index}"
        parameters[f"{name}.weights"] = layer["weights"]
        if layer["norm"] is None:
            continue
        thresholds, falling = fold(layer["norm"], layer["weights"].shape)
        parameters[f"{name}.thresholds"] = thresholds
        if falling.any():
            parameters[f"{name}.falling"] = falling
    return parameters


def fold(norm, shape):
    """Thresholds [out, 1] and falling [out]: the least sum whose batch norm is not negative, or, where gamma is, the greatest.

    Every sum from -in to +in is tried on the batch norm itself. Where none is reached the threshold stands one outside.
    """
    outputs, inputs = shape
    sums = np.arange(-inputs, inputs + 1)
    high = norm["evaluate"](np.repeat(sums[:, None], outputs, axis=1)) >= 0
    falling = norm["gamma"] < 0
    rising_threshold = np.where(high.any(axis=0), sums[high.argmax(axis=0)], inputs + 1)
    falling_threshold = np.where(high.any(axis=0), sums[len(sums) - 1 - high[::-1].argmax(axis=0)], -inputs - 1)
    return np.where(falling, falling_threshold, rising_threshold).astype(np.int32)[:, None], falling


def classify(parameters, images):
    """The classes that the exported integers give."""
    values = images.astype(np.int32)
    for index in range(HIDDEN):
        name = f"fc{index}"
        sums = values @ parameters[f"{name}.weights"].T.astype(np.int32)
        threshold = parameters[f"{name}.thresholds"][:, 0]
        falling = parameters.get(f"{name}.falling", np.zeros(len(threshold), bool))
        values = np.where(np.where(falling, sums <= threshold, sums >= threshold), 1, -1)
    return classify_sums(values @ parameters[f"fc{HIDDEN}.weights"].T.astype(np.int32))


def classify_sums(sums):
    """The lowest index among equals, as `argmax` of the language has it."""
    return sums.argmax(axis=1)


if __name__ == "__main__":
    main()
