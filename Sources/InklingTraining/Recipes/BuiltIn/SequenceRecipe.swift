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
      - max_pool: 2
      - batch_norm
      - relu
      - conv: {out: 48, kernel: 3, padding: [0, 1], bias: false}
      - batch_norm
      - relu
      - conv: {out: 96, kernel: [5, 5], padding: [0, 2], bias: false}  # the height becomes 1
      - batch_norm
      - relu
      - conv: {out: classes, kernel: 1}  # a row of logits for each column
  data:
    dataset: strokes-sequences
    validation: none
  optimizer:
    name: adam
    learning_rate: 0.004
  schedule:
    name: one_cycle
    max_lr: 0.004
    pct_start: 0.2
  epochs: 8
  batch_size: 32
  seed: 0

  """
