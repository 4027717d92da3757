import InklingKernelInterface

let optimizerKernels = OptimizerKernels(
  adam: { adam($0, $1) },
  nadam: { nadam($0, $1) },
  rmsprop: { rmsprop($0, $1) },
  adagrad: { adagrad($0, $1) },
  adadelta: { adadelta($0, $1) },
  lion: { lion($0, $1) },
  muonMomentum: { muonMomentum($0, $1, $2, $3) },
  gatherMatrix: { gatherMatrix($0, $1, $2, $3) },
  subtractMatrix: { subtractMatrix($0, $1, $2, $3, $4, $5) },
  gramMatrix: { gramMatrix($0) },
  matrixProduct: { matrixProduct($0) },
  sumsOfSquares: { sumsOfSquares($0, $1, $2) },
  accumulate: { accumulate($0, $1, $2, $3, $4) },
  clamp: { clamp($0, $1, $2) },
  rescale: { rescale($0, $1, $2) },
  average: { average($0, $1, $2, $3) }
)
