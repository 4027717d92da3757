/// `captcha-small.yaml`.
let captchaSmallRecipe = """
  name: captcha-small
  description: reads CAPTCHAs of any length with a network of less than a megabyte
  task: {name: read, head: ctc}
  model:
    layers:
      - conv: {out: 16, kernel: 3, padding: 1, bias: false}
      - max_pool: 2
      - batch_norm
      - relu
      - conv: {out: 24, kernel: 3, padding: 1, bias: false}
      - max_pool: 2
      - batch_norm
      - relu
      - conv: {out: 48, kernel: 3, padding: 1, bias: false}
      - max_pool: [2, 1]
      - batch_norm
      - relu
      - conv: {out: 64, kernel: 3, padding: 1, bias: false}
      - batch_norm
      - relu
      - conv: {out: 96, kernel: [7, 1], bias: false}  # the height becomes 1
      - batch_norm
      - relu
      - conv: {out: 96, kernel: [1, 9], padding: [0, 4], bias: false}
      - batch_norm
      - relu
      - conv: {out: classes, kernel: 1}
  data:
    dataset: captcha
    image: 1x60x160
    validation: 0.05  # pictures beside those that are trained on; they choose the epoch
  optimizer:
    name: adam
    learning_rate: 0.004
    betas: [0.9, 0.99]
  schedule:
    name: one_cycle
    max_lr: 0.004
    pct_start: 0.15
  epochs: 30  # of 50,000 pictures
  batch_size: 64
  seed: 0

  """
