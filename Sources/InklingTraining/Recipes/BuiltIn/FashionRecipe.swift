/// `fashion.yaml`.
let fashionRecipe = """
  name: fashion
  description: for small pictures that may be mirrored but not turned, such as Fashion-MNIST
  model: vgg-small
  data:
    dataset: fashion-mnist
    validation: 5000
  augmentation:
    - random_horizontal_flip
    - random_crop: {padding: 2}
    - random_erasing: {p: 0.25}
  loss:
    label_smoothing: 0.1
  optimizer:
    name: sgd
    learning_rate: 0.1
    momentum: 0.9
    nesterov: true
    weight_decay: 0.0005
  schedule:
    name: cosine
    warm_up: {epochs: 1}
  epochs: 30
  batch_size: 64
  seed: 0
  selection:
    monitor: validation_accuracy
    patience: 10
    restore_best: true

  """
