"""jupyter_kernel_test with samples for the C# kernel: python3 kernel_tests.py KERNEL_NAME."""

import sys
import unittest

import jupyter_kernel_test


class CSharpKernelTests(jupyter_kernel_test.KernelTests):
    kernel_name = "convnotebooks"
    language_name = "C#"
    file_extension = ".cs"
    code_hello_world = 'Console.WriteLine("hello, world");'
    code_stderr = 'Console.Error.WriteLine("oh no");'
    completion_samples = [
        {"text": "Console.WriteL", "matches": {"WriteLine"}},
        {"text": "Math.Pow", "matches": {"Pow"}},
    ]
    complete_code_samples = ["1 + 1", "var x = 1;", "if (true) { }", "// done"]
    incomplete_code_samples = ["if (true) {", "Math.Max(1,", 'var s = @"open', "int F(int n) =>"]
    invalid_code_samples = ["int x = = 1;", "} else {", "class { }"]
    code_page_something = "?Math.Max"
    code_generate_error = 'throw new InvalidOperationException("no");'
    code_execute_result = [
        {"code": "1 + 2 + 3", "result": "6"},
        {"code": '"a" + "b"', "result": "ab"},
        {"code": "Enumerable.Range(1, 3).Sum()", "result": "6"},
    ]
    code_display_data = [
        {"code": 'Display("<b>bold</b>", "text/html");', "mime": "text/html"},
        {"code": "Display(3);", "mime": "text/plain"},
    ]
    code_history_pattern = "1 +*"
    supported_history_operations = ("tail", "range", "search")
    code_inspect_sample = "Math.Max"
    code_clear_output = "ClearOutput();"


if __name__ == "__main__":
    CSharpKernelTests.kernel_name = sys.argv.pop(1)
    unittest.main(verbosity=2)
