/// `captcha-ctc.yaml`.
let captchaCTCRecipe = """
  name: captcha-ctc
  description: reads CAPTCHAs of any length, such as data.length=4-6
  task: {name: read, head: ctc}
  model:
    layers:
      - conv: {out: 16, kernel: 3, padding: 1, bias: false}
      - max_pool: 2
      - batch_norm
      - relu
      - conv: {out: 32, kernel: 3, padding: 1, bias: false}
      - max_pool: 2
      - batch_norm
      - relu
      - conv: {out: 64, kernel: 3, padding: 1, bias: false}
      - batch_norm
      - relu
      - conv: {out: 64, kernel: 3, padding: 1, bias: false}
      - max_pool: [2, 1]  # a column every four pixels: two ones need one each, and one between
      - batch_norm
      - relu
      - conv: {out: 96, kernel: 3, padding: 1, bias: false}
      - batch_norm
      - relu
      - conv: {out: 96, kernel: 3, padding: 1, bias: false}
      - batch_norm
      - relu
      - conv: {out: 160, kernel: [7, 1], bias: false}  # the height becomes 1
      - batch_norm
      - relu
      - conv: {out: 160, kernel: [1, 9], padding: [0, 4], bias: false}
      - batch_norm
      - relu
      - dropout: 0.1
      - conv: {out: classes, kernel: 1}  # a row of logits for each column
  data:
    dataset: captcha
    image: 1x60x160
    validation: 0.05  # pictures beside those that are trained on; they choose the epoch
  optimizer:
    name: adam
    learning_rate: 0.003
    betas: [0.9, 0.99]
  schedule:
    name: one_cycle
    max_lr: 0.003
    pct_start: 0.15
  epochs: 28  # of 50,000 pictures
  batch_size: 64
  seed: 0

  """
