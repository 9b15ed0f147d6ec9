//! The one place that looks at the processor: runs code with the widest vectors that it has.

/// Calls `f`, compiled for AVX2 where the processor has it (x86-64 only; WebAssembly's width is fixed when it is built).
/// No operation is fused or reordered: the results are the same bits.
#[cfg(target_arch = "x86_64")]
pub(super) fn widest<R>(f: impl FnOnce() -> R) -> R {
    #[target_feature(enable = "avx2")]
    fn with_avx2<R>(f: impl FnOnce() -> R) -> R {
        f()
    }
    if std::arch::is_x86_feature_detected!("avx2") {
        // SAFETY: the processor has AVX2, as just asked.
        #[allow(unsafe_code)]
        return unsafe { with_avx2(f) };
    }
    f()
}

/// Calls `f`.
#[cfg(not(target_arch = "x86_64"))]
pub(super) fn widest<R>(f: impl FnOnce() -> R) -> R {
    f()
}
