// A network's steps on an image: their maps, and how the largest number of each map comes about.

/** Maps of a step that are shown. */
const mostMaps = 32;

/**
 * Each of the network's steps as
 * `{ name, operation, shape, maps: { width, height, channels, values }, examples: [{ place, kind, ... }] }`.
 */
export function stepsOf(network, pixels) {
  const values = [];
  network.observe(pixels, (place, numbers) => { values[place] = numbers; });
  return network.steps.map((step, place) => {
    const maps = mapsOf(step.shape, values[place]);
    return { ...step, maps, examples: examplesOf(network, step, maps, values) };
  });
}

function mapsOf(shape, values) {
  if (shape.length !== 3 || shape[1] * shape[2] === 1) {
    return { width: values.length, height: 1, channels: [0], values: [values] };
  }
  const [count, height, width] = shape;
  const channels = Array.from({ length: Math.min(count, mostMaps) }, (_, channel) => channel);
  return {
    width, height, channels,
    values: channels.map((channel) => values.subarray(channel * height * width, (channel + 1) * height * width)),
  };
}

function examplesOf(network, step, maps, values) {
  if (!step.window) return [];
  const source = { values: values[step.source], shape: network.steps[step.source].shape };
  return maps.channels.map((channel, place) => {
    const own = maps.values[place];
    let largest = 0;
    for (let i = 1; i < own.length; i += 1) if (own[i] > own[largest]) largest = i;
    const at = [channel, Math.trunc(largest / maps.width), largest % maps.width];
    const example = step.weights === undefined ? windowAt(step, source, at) : productsAt(network, step, source, at);
    return { ...example, place: at, result: own[largest] };
  });
}

/** The number of a source at a place; nothing beyond its edges. */
function valueAt({ values, shape }, channel, y, x, outside) {
  const [, height, width] = shape;
  return y >= 0 && y < height && x >= 0 && x < width ? values[(channel * height + y) * width + x] : outside;
}

function windowAt({ window, operation }, source, [channel, row, column]) {
  const isMaximum = operation.includes("Max");
  const values = [];
  for (let i = 0; i < window.kernel[0]; i += 1) {
    for (let j = 0; j < window.kernel[1]; j += 1) {
      const y = row * window.stride[0] - window.padding[0] + i * window.dilation[0];
      const x = column * window.stride[1] - window.padding[1] + j * window.dilation[1];
      values.push(valueAt(source, channel, y, x, isMaximum ? -Infinity : 0));
    }
  }
  return { kind: isMaximum ? "maximum" : "mean", shape: [1, ...window.kernel], values };
}

function productsAt({ shared: { weights } }, step, source, [channel, row, column]) {
  const { window, shape } = step;
  const inputs = source.shape[0] / step.groups;
  const group = Math.trunc(channel / (shape[0] / step.groups));
  const values = [];
  for (let input = group * inputs; input < (group + 1) * inputs; input += 1) {
    for (let i = 0; i < window.kernel[0]; i += 1) {
      for (let j = 0; j < window.kernel[1]; j += 1) {
        const y = row * window.stride[0] - window.padding[0] + i * window.dilation[0];
        const x = column * window.stride[1] - window.padding[1] + j * window.dilation[1];
        values.push(valueAt(source, input, y, x, 0));
      }
    }
  }
  const start = step.weights + channel * values.length;
  return {
    kind: "sum", shape: [inputs, ...window.kernel], values, factors: Array.from(weights.subarray(start, start + values.length)),
    bias: weights[step.bias + channel],
  };
}
