/// `strokes.yaml`.
let strokesRecipe = """
  name: strokes
  description: reads handwritten digits without any files, from digits that the program draws
  model:
    layers:
      - conv: {out: 16, kernel: 5, bias: false}
      - max_pool: 2
      - batch_norm
      - relu
      - conv: {out: 32, kernel: 5, bias: false}
      - max_pool: 2
      - batch_norm
      - relu
      - flatten
      - linear: 128
      - relu
      - linear: classes
  data:
    dataset: strokes-large  # new digits teach more than the same ones again
    validation: none        # what was chosen here was chosen on MNIST's training images
  loss:
    label_smoothing: 0.05
  optimizer:
    name: adam
    learning_rate: 0.005
    betas: [0.9, 0.99]
  schedule:
    name: one_cycle
    pct_start: 0.1
  epochs: 2
  batch_size: 64
  seed: 0

  """
