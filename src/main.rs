//! The program: everything is in the library.

/// Threads take and give back memory without waiting for each other.
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    erikti::cli::main()
}
