// SPDX-License-Identifier: BSL-1.0
// Runs a fuzz target on files: for compilers without libFuzzer, and to look at one input.
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include <dirent.h>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

void run(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  const std::vector<char> content{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  if (!file.good() && !file.eof()) {
    std::fprintf(stderr, "%s: cannot be read\n", path.c_str());
    std::exit(1);
  }
  // A block of the input's exact size, as libFuzzer passes it.
  const auto exact = std::make_unique<std::uint8_t[]>(content.size());
  for (std::size_t at = 0; at < content.size(); ++at) exact[at] = static_cast<std::uint8_t>(content[at]);
  LLVMFuzzerTestOneInput(exact.get(), content.size());
}

}  // namespace

// Arguments are files and folders of files. Calls opendir(), because WASI's C++ library has no <filesystem>.
int main(int argc, char** argv) {
  std::size_t count = 0;
  for (int at = 1; at < argc; ++at) {
    const std::string path = argv[at];
    DIR* const folder = opendir(path.c_str());
    if (folder == nullptr) {
      run(path);
      ++count;
      continue;
    }
    while (const dirent* const entry = readdir(folder)) {
      const std::string name = entry->d_name;
      if (name.starts_with('.')) continue;
      run(path + '/' + name);
      ++count;
    }
    closedir(folder);
  }
  std::printf("%zu inputs\n", count);
  return count > 0 ? 0 : 1;
}
