/// `tiny.yaml`.
let tinyRecipe = """
  name: tiny
  description: a network of 2,876 parameters that keeps 99 % on MNIST
  model: tiny
  data:
    dataset: mnist
    validation: none      # what was chosen here was chosen on held-out images
  augmentation: light     # shifts by up to two pixels; a network this small has no room for more
  optimizer:
    name: adam
    learning_rate: 0.01
  schedule:
    name: one_cycle
  epochs: 30
  batch_size: 64
  seed: 0

  """
