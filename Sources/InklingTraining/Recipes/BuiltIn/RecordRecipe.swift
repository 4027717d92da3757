/// `record.yaml`: the recipe `accurate` with three seeds, and with two other networks.
let recordRecipe = """
  name: record
  description: an ensemble, for the best accuracy in less than two hours on two cores
  model: accurate
  data:
    dataset: mnist
    validation: none
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
  averaging: {name: ema, decay: 0.999, warm_up: true}
  ensemble:
    members: 5
    seeds: [0, 1, 2, 3, 4]
    models: [accurate, accurate, accurate, accurate-deep, accurate-5x5]
  evaluation:             # the mean of the probabilities for nine views of an image
    views: [shifts, rotations, scales]

  """
