/// `tiny.yaml`.
let tinyRecipe = """
  name: tiny
  description: the smallest network that keeps 99 % on MNIST, under 6,000 parameters
  model: tiny
  data:
    dataset: mnist
    validation: 5000
  augmentation: light     # shifts by up to two pixels; a network this small has no room for more
  optimizer:
    name: adam
    learning_rate: 0.01
  schedule:
    name: one_cycle
    max_lr: 0.01
  epochs: 30
  batch_size: 64
  seed: 0
  selection:
    monitor: validation_accuracy
    restore_best: true

  """
