/// `classic.yaml`.
let classicRecipe = """
  name: classic
  description: the classic job, LeNet with momentum SGD as tutorials have it
  model: lenet
  data:
    dataset: mnist
    validation: none      # all 60,000 images are trained on, and nothing is selected
  optimizer:
    name: sgd
    learning_rate: 0.001
    momentum: 0.9
    decay_biases_and_norms: true
  schedule: constant
  epochs: 10
  batch_size: 64
  seed: 0

  """
