/// `sprint.yaml`.
let sprintRecipe = """
  name: sprint
  description: 99 % on MNIST in the shortest time
  model: sprint           # two 5x5 convolutions, pooled before they are normalised
  data:
    dataset: mnist
    validation: none      # what was chosen here was chosen on held-out images
  loss:
    label_smoothing: 0.05
  optimizer:
    name: adam
    learning_rate: 0.01
    betas: [0.9, 0.99]
  schedule:
    name: one_cycle       # up to the learning rate in a tenth of the steps, then down to nothing
    pct_start: 0.1
  epochs: 1
  batch_size: 64
  seed: 0

  """
