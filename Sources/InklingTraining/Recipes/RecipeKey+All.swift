import InklingCaptchas
import InklingEngine

extension RecipeKey {
  /// Every key but those that depend on a name: an optimiser's and a schedule's options (`RecipeOption`), and what is in a
  /// model and in an augmentation.
  package static let all = whatIsTrained + howItLearns + theRun

  private static let whatIsTrained: [RecipeKey] = [
    RecipeKey("name", "What the recipe is called, for people.", standard: "the file's name"),
    RecipeKey("description", "What it is good for, for people."),
    RecipeKey(
      "task.name",
      "What is learned.",
      values: "`classify`, the class of each image, or `read`, the text on it, see [Reading](#reading); with data sets "
        + "of the library's `several_labels` or `regress`, too.",
      standard: "`classify`"),
    RecipeKey(
      "task.head",
      "What the columns of a reading network's output mean.",
      values: "`ctc`, steps along the line, or `positions`, one for each character.",
      standard: "`ctc`"),
    RecipeKey(
      "model",
      "The network: \(ModelSpecification.builtIns.map(\.name).joined(separator: ", ")), or a YAML file.",
      option: "--model",
      values: "Or the model itself, or `none`: a program gives one, or the run in "
        + "`fine_tuning.from`.",
      standard: "`lenet`; the run's own with `fine_tuning.from`"),
    RecipeKey(
      "data.dataset",
      "The data set: mnist, one of its siblings ('inkling data --list'), strokes, which the program draws itself, or "
        + "the path of one's own.",
      option: "--dataset",
      standard: "`mnist`"),
    RecipeKey(
      "data.style",
      "How the pictures of the data set `captcha` look.",
      values: CaptchaStyle.named.map { "`\($0.name)`" }.joined(separator: ", ") + ", see [Reading](#reading).",
      standard: "`classic`"),
    RecipeKey("data.length", "The characters of a captcha: `4`, or `4-6`.", standard: "4"),
    RecipeKey("data.images", "Captchas of an epoch, each epoch others.", standard: "50000"),
    RecipeKey(
      "data.test_images", "Captchas of the test set, the first so many; 0 for none.", standard: "5000"),
    RecipeKey("data.fonts", "A folder of fonts for captchas.", standard: "`system`, those of the machine"),
    RecipeKey(
      "data.captcha",
      "Numbers in place of the style's, such as `{rotation: 10, lines: 3}`.",
      values: "`inkling captcha sheet --help` lists them."),
    RecipeKey(
      "data.image",
      "What pictures of one's own data set are scaled to, and how its rows of pixels lie: channels x height x width.",
      option: "--image-size",
      values: "Such as `1x28x28` or `3x64x64`, see [data.md](data.md). Or the size of captchas, `1x60x160`.",
      standard: "`own`, what the files have"),
    RecipeKey(
      "data.skip_corrupt",
      "Whether damaged pictures of one's own data set are left out and counted.",
      option: "--skip-corrupt",
      optionText: "Leave damaged pictures of one's own data set out, and count them.",
      standard: "`false`"),
    RecipeKey(
      "data.alphabet",
      "The characters of the texts, on captchas or on one's own pictures.",
      values: "`digits`, `lower`, `upper`, `letters`, `alphanumeric`, several with `+`, or the characters, see "
        + "[captcha.md](captcha.md).",
      standard: "`digits+upper` of captchas; of one's own those of the training texts, with `fine_tuning.from` those "
        + "of the model"),
    RecipeKey(
      "data.separator",
      "What ends the text in the name of one's own picture, as in 7GX4_000123.png; empty for the whole name.",
      option: "--separator",
      standard: "`_`"),
    RecipeKey(
      "data.skip_bad",
      "Whether one's own pictures whose text cannot be taken, and damaged ones, are left out and counted.",
      option: "--skip-bad",
      optionText: "Leave pictures out whose text cannot be taken, and damaged ones, and count them.",
      standard: "`false`"),
    RecipeKey(
      "data.classes",
      "Labels that are kept, at least two.",
      values: "Such as `[5, 6, 7, 8, 9]`; they are renumbered from 0 in this order, in both splits, and keep their "
        + "names. Classes with names in place of numbers are counted from 0.",
      standard: "`all`"),
    RecipeKey(
      "data.classes_by",
      "What the numbers in `data.classes` are.",
      values:
        "`label`, or `place`: counted from 0 among the names, as older releases did. They differ for a set of your "
        + "own whose classes are numbers that do not count from 0.",
      standard: "`label`"),
    RecipeKey(
      "data.images_per_class",
      "So many training images of each class, always the same ones; the test set stays whole.",
      standard: "`all`"),
    RecipeKey(
      "data.shift",
      "What is done to every image of both splits.",
      values: "`none`, `rotated` (by 30 degrees), `inverted`, `thick` (3x3 maximum).",
      standard: "`none`"),
    RecipeKey(
      "data.validation",
      "Hold out a share (0.1) or a number (5000) of the training images, every class in its share: they choose the "
        + "weights, and the test set does not.",
      option: "--validation",
      values: "Or a fold, `{fold: 1, folds: 5}`.",
      standard: "`none`"),
    RecipeKey(
      "data.split_seed",
      "What the held-out images are drawn from. Runs with the same one hold out the same.",
      option: "--split-seed",
      standard: "0"),
    RecipeKey(
      "data.shuffle",
      "Whether every epoch has an order of its own, or the file's.",
      option: "--no-shuffle",
      optionText: "Take the images in the order of the file in every epoch.",
      standard: "`true`"),
    RecipeKey(
      "data.normalization",
      "What becomes of a pixel, (byte / 255 - mean) / deviation.",
      values: "`half` (0.5 and 0.5), `unit` (0 and 1), `mnist` (0.1307 and 0.3081), `fashion-mnist` (0.2860 and "
        + "0.3530), `{mean: 0.1307, deviation: 0.3081}` (or a list each, one a channel), or `measured`: those "
        + "of the images that are trained on, whose numbers the run's files then hold.",
      standard: "`half`; with `fine_tuning.from` that of the weights, as far as it is known"),
    RecipeKey(
      "augmentation",
      "How training images are varied.",
      values: "`none`, a preset (`digits`, `light`, `fashion`), or a list of transforms, see "
        + "[Augmentations](#augmentations).",
      standard: "`none`"),
  ]

  private static let howItLearns: [RecipeKey] = [
    RecipeKey("loss.name", "What is minimised.", values: "`cross_entropy`.", standard: "`cross_entropy`"),
    RecipeKey("loss.label_smoothing", "The share of the target that is spread over all classes.", standard: "0"),
    RecipeKey(
      "loss.class_weights",
      "A weight for each class; the mean divides by the labels' weights, and with mixup or cutmix by the images."),
    RecipeKey(
      "optimizer.name",
      "Which optimiser steps; its other options have PyTorch's names.",
      values: OptimizerRecipe.Name.allCases.map { "`\($0.rawValue)`" }.joined(separator: ", ") + ".",
      standard: "`sgd`"),
    RecipeKey(
      "optimizer.learning_rate",
      "The optimiser's step size.",
      option: "--learning-rate",
      standard: "PyTorch's"),
    RecipeKey(
      "optimizer.momentum",
      "The share of the last update that the next one keeps.",
      option: "--momentum",
      values: "Of `sgd`, `rmsprop` and `muon`.",
      standard: "PyTorch's"),
    RecipeKey(
      "optimizer.decay_biases_and_norms",
      "Whether weight decay is for biases and norms, too.",
      standard: "`false`"),
    RecipeKey(
      "parameter_groups.match",
      "A pattern over the names of parameters that learn at a rate of their own.",
      values: "A list of groups; the first that matches counts."),
    RecipeKey("parameter_groups.learning_rate_scale", "What their learning rate is multiplied by.", standard: "1"),
    RecipeKey("parameter_groups.weight_decay", "Their weight decay.", standard: "the optimiser's"),
    RecipeKey(
      "schedule.name",
      "How the learning rate changes; its options have PyTorch's names, see [Schedules](#schedules).",
      values: "`constant`, `step`, `multi_step`, `exponential`, `cosine`, `cosine_warm_restarts`, `linear`, "
        + "`polynomial`, `one_cycle`, `reduce_on_plateau`.",
      standard: "`constant`"),
    RecipeKey(
      "schedule.interval",
      "What it counts.",
      values: "`step` or `epoch`.",
      standard: "as the schedule is usual"),
    RecipeKey("schedule.warm_up.epochs", "A linear rise to the learning rate first, so many epochs long."),
    RecipeKey("schedule.warm_up.steps", "The same in steps."),
    RecipeKey(
      "schedule.warm_up.start_factor",
      "The share of the learning rate that it starts with.",
      standard: "0.01"),
  ]

  private static let theRun: [RecipeKey] = [
    RecipeKey("epochs", "How often every training image is seen.", option: "--epochs", standard: "10"),
    RecipeKey("batch_size", "Images a step.", option: "--batch-size", standard: "64"),
    RecipeKey(
      "seed",
      "What the first weights and the order of the images are drawn from. The same seed gives the same weights.",
      option: "--seed",
      standard: "0"),
    RecipeKey("clipping.norm", "The largest norm of all gradients together."),
    RecipeKey("clipping.value", "The largest magnitude of each element of a gradient."),
    RecipeKey(
      "accumulation",
      "Batches whose images make one step of the optimiser; an epoch's last step has what is left.",
      standard: "1"),
    RecipeKey(
      "averaging.name",
      "Which average of the weights answers in their place.",
      values: "`ema`, which averages running statistics too, or `swa`, which measures them."),
    RecipeKey("averaging.decay", "Of an `ema`.", standard: "0.999"),
    RecipeKey("averaging.warm_up", "Whether the decay of an `ema` rises from a tenth.", standard: "`false`"),
    RecipeKey("averaging.from_epoch", "Where an `swa` begins."),
    RecipeKey(
      "selection.monitor",
      "What tells a better epoch: the accuracy or the loss on the held-out images.",
      option: "--monitor",
      values: "`validation_accuracy` or `accuracy`, `validation_loss` or `loss`.",
      standard: "`validation_accuracy`"),
    RecipeKey("selection.patience", "Stop after so many epochs without an improvement.", option: "--patience"),
    RecipeKey(
      "selection.min_delta",
      "By how much a better epoch must be better.",
      option: "--min-delta",
      standard: "0"),
    RecipeKey(
      "selection.restore_best",
      "End with the weights of the best epoch, or with the last.",
      option: "--select",
      standard: "`true`"),
    RecipeKey(
      "fine_tuning.from",
      "Start from trained weights: a run, or a model's file.",
      option: "--from",
      values: "Inkling's own file, ONNX and Keras have their network; safetensors and PyTorch's need `model`."),
    RecipeKey(
      "fine_tuning.key",
      "Which of a PyTorch checkpoint's dictionaries has the weights.",
      option: "--key",
      standard: "the only one, or `model`, `state_dict`, `net`"),
    RecipeKey(
      "fine_tuning.weights",
      "Which of a run's weights.",
      values: "`selected`, those that it ended with and reported, `best` or `last`.",
      standard: "`selected`"),
    RecipeKey(
      "fine_tuning.replace_head",
      "Start the last layer anew, with an output for each class of the data set.",
      option: "--replace-head",
      standard: "`false`"),
    RecipeKey(
      "fine_tuning.freeze",
      "Do not train the parameters whose names match, such as 'conv*'.",
      option: "--freeze",
      optionText: "Do not train the parameters whose names match, such as 'conv*'; may be given several times."),
    RecipeKey(
      "fine_tuning.unfreeze_at.epoch",
      "From when on parameters learn again.",
      values: "A list of epochs and patterns."),
    RecipeKey("fine_tuning.unfreeze_at.patterns", "Which."),
    RecipeKey("ensemble.members", "So many runs with different seeds, whose probabilities are averaged."),
    RecipeKey("ensemble.seeds", "Their seeds.", standard: "the recipe's and those after it"),
    RecipeKey("ensemble.models", "Their models, one a member.", standard: "the recipe's"),
    RecipeKey(
      "evaluation.views",
      "Test-time augmentation at the end: what else each image is looked at as.",
      values: "A list of `shifts`, `rotations`, `scales`."),
  ]
}
