/// `sprint.yaml`.
let sprintRecipe = """
  name: sprint
  description: 99 % on MNIST in the shortest time
  model: sprint           # two 5x5 convolutions, pooled before they are rectified
  data:
    dataset: mnist
    validation: none
  optimizer:
    name: adam
    learning_rate: 0.004
  schedule:
    name: one_cycle       # up to max_lr in 30 % of the steps, then down to nothing
    max_lr: 0.004
  epochs: 2
  batch_size: 64
  seed: 0

  """
