/// `sequence.yaml`.
let sequenceRecipe = """
  name: sequence
  description: reads numbers of 3 to 5 digits that the program draws, whole, without knowing where a digit ends
  task: {name: read, head: ctc}
  model:
    layers:
      - conv: {out: 16, kernel: 5, padding: 2, bias: false}
      - max_pool: 2
      - batch_norm
      - relu
      - conv: {out: 32, kernel: 3, padding: 1, bias: false}
      - max_pool: [2, 1]  # two ones side by side need a column each, and one between
      - batch_norm
      - relu
      - conv: {out: 64, kernel: 3, padding: [0, 1], bias: false}
      - batch_norm
      - relu
      - conv: {out: 96, kernel: [5, 3], padding: [0, 1], bias: false}  # the height becomes 1
      - batch_norm
      - relu
      - conv: {out: 128, kernel: [1, 7], padding: [0, 3], bias: false}
      - batch_norm
      - relu
      - dropout: 0.1
      - conv: {out: classes, kernel: 1}  # a row of logits for each column
  data:
    dataset: strokes-sequences-large  # new numbers teach more than the same ones again
    validation: 0.05  # chooses the epoch
  optimizer:
    name: adam
    learning_rate: 0.004
    betas: [0.9, 0.99]
  schedule:
    name: one_cycle
    pct_start: 0.15
  epochs: 4
  batch_size: 32
  seed: 0

  """
