/// `accurate.yaml`.
let accurateRecipe = """
  name: accurate
  description: the best single network in less than twenty minutes on two cores
  model: accurate         # pairs of 3x3 convolutions with batch normalisation
  data:
    dataset: mnist
    validation: none      # what was chosen here was chosen on held-out images
  augmentation: digits    # turned, moved, scaled, slanted and bent a little, anew in every epoch
  loss:
    label_smoothing: 0.05
  optimizer:
    name: adamw
    learning_rate: 0.003
    weight_decay: 0.01
  schedule:
    name: cosine
    warm_up: {epochs: 1}
  epochs: 30
  batch_size: 128
  seed: 0
  averaging: {name: ema, decay: 0.999, warm_up: true}
  evaluation:             # the mean of the probabilities for nine views of an image
    views: [shifts, rotations, scales]

  """
