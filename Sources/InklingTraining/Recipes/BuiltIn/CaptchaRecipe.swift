/// `captcha.yaml`.
let captchaRecipe = """
  name: captcha
  description: reads CAPTCHAs of four digits and capitals, new ones in every epoch
  task: {name: read, head: positions}
  model:
    layers:
      - group_norm: 1  # each picture's own mean and deviation: faint ink is as strong as black
      - conv: {out: 16, kernel: 3, padding: [3, 1], bias: false}  # rows that halve evenly: 64, 32, 16, 8
      - max_pool: 2
      - batch_norm
      - relu
      - conv: {out: 32, kernel: 3, padding: 1, bias: false}
      - max_pool: 2
      - batch_norm
      - relu
      - conv: {out: 64, kernel: 3, padding: 1, bias: false}
      - max_pool: 2
      - batch_norm
      - relu
      - conv: {out: 128, kernel: 3, padding: 1, bias: false}
      - batch_norm
      - relu
      - conv: {out: 128, kernel: 3, padding: 1, bias: false}
      - batch_norm
      - relu
      - conv: {out: 128, kernel: [8, 1], bias: false}  # the height becomes 1
      - batch_norm
      - relu
      - conv: {out: 128, kernel: [1, 9], padding: [0, 4], bias: false}
      - batch_norm
      - relu
      - conv: {out: 256, kernel: [1, 5], stride: [1, 5], bias: false}  # a column a position
      - batch_norm
      - relu
      - conv: {out: classes, kernel: 1}
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
    pct_start: 0.1
  epochs: 30  # of 50,000 pictures
  batch_size: 64
  seed: 0

  """
