{
  "targets": [
    {
      "target_name": "berkeley",
      "sources": ["<!@(node -p \"['native', 'native/fork', 'native/signals'].flatMap(d => require('fs').readdirSync(d).filter(f => f.endsWith('.cc')).map(f => d + '/' + f)).join(' ')\")"],
      "include_dirs": ["<!(node -p \"require('node-addon-api').include_dir\")"],
      "defines": ["NAPI_VERSION=8", "NODE_ADDON_API_DISABLE_CPP_EXCEPTIONS", "_GNU_SOURCE"],
      "cflags": ["-Wall", "-Wextra"],
      "cflags_cc": ["-std=c++17", "-fvisibility=hidden", "-fno-plt"],
      # Behind a system call every return costs, so the way to it must be short (docs/performance.md).
      "configurations": {
        "Release": { "cflags!": ["-O3", "-fno-omit-frame-pointer"], "cflags": ["-O2", "-fomit-frame-pointer"] }
      },
      # The process keeps pointers into the addon (streams, later signal handlers): it must never be unloaded.
      "ldflags": ["-Wl,-z,nodelete"],
      "xcode_settings": {
        "CLANG_CXX_LANGUAGE_STANDARD": "c++17",
        "OTHER_CFLAGS": ["-Wall", "-Wextra"],
        "GCC_SYMBOLS_PRIVATE_EXTERN": "YES"
      }
    }
  ]
}
