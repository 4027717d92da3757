import InklingKernelInterface

/// Only AVX-512 selects fast enough to follow the winners: elsewhere all four multiply-adds take less time.
#if KERNELS_AVX512
  let winnerWeightGradients: (@Sendable (WinnerWeightGradient) -> Void)? = { winnerWeightGradient($0) }
#else
  let winnerWeightGradients: (@Sendable (WinnerWeightGradient) -> Void)? = nil
#endif
